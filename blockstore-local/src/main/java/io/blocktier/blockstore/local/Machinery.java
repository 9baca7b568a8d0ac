package io.blocktier.blockstore.local;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changes need and reads do not: locks, temporary files, syncs. Made with the first change, so
 * that looking at a directory leaves nothing behind in it.
 */
final class Machinery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Machinery.class);

  private final LocalOptions options;
  private final Disk disk;
  private final Tree tree;
  private final Effects effects;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable SharedFiles shared;
  private volatile @Nullable Parts parts;

  Machinery(LocalOptions options, Disk disk, Tree tree, Effects effects) {
    this.options = options;
    this.disk = disk;
    this.tree = tree;
    this.effects = effects;
  }

  /**
   * The parts, once they are made.
   *
   * @param locks serialise changes of a key
   * @param temps names for files under construction
   * @param changes make them visible
   */
  record Parts(KeyLocks locks, TempFiles temps, Changes changes) {}

  /** Returns the parts, making them if this is the first change. */
  Parts parts() throws IOException {
    Parts made = parts;
    return made == null ? make() : made;
  }

  /** Returns how many blocks were moved aside in this root, 0 where nobody has changed it yet. */
  long moves() {
    SharedFiles files = shared;
    if (files == null && Files.isDirectory(own(), LinkOption.NOFOLLOW_LINKS)) {
      files = openShared();
    }
    return files == null ? 0 : files.moves();
  }

  private @Nullable SharedFiles openShared() {
    try {
      return shared();
    } catch (IOException readOnlyRoot) {
      return null;
    }
  }

  private Parts make() throws IOException {
    SharedFiles files = shared();
    lock.lock();
    try {
      Parts made = parts;
      if (made == null) {
        made = assemble(files);
        parts = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  private SharedFiles shared() throws IOException {
    lock.lock();
    try {
      SharedFiles files = shared;
      if (files == null) {
        Roots.create(options, disk);
        createOwn(own());
        files = SharedFiles.open(own());
        shared = files;
      }
      return files;
    } finally {
      lock.unlock();
    }
  }

  private Parts assemble(SharedFiles files) throws IOException {
    KeyLocks locks =
        new KeyLocks(files, effects, new Patience(options.patience(), effects.ticker()));
    Path parent = own().resolve("tmp");
    createOwn(parent);
    TempFiles temps = TempFiles.open(parent, Processes.own(), effects.random());
    DirectorySyncs syncs = new DirectorySyncs(disk, tree.root(), files, options.sync());
    return new Parts(locks, temps, new Changes(disk, tree, locks, files, temps, syncs));
  }

  /** Never through a link, which would lead outside the root. */
  private void createOwn(Path directory) throws IOException {
    Disk.Status there = disk.status(directory);
    if (there == null) {
      create(directory);
    } else if (there.kind() != Disk.Kind.DIRECTORY) {
      throw new AccessDeniedException(directory.toString(), null, "is not a directory");
    }
  }

  private void create(Path directory) throws IOException {
    try {
      disk.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      LOG.debug("{} was created by another store", directory);
    }
  }

  private Path own() {
    return tree.root().resolve(Names.RESERVED);
  }

  @Override
  public void close() throws IOException {
    Parts made = parts;
    SharedFiles files = shared;
    if (made != null) {
      try (KeyLocks _ = made.locks()) {
        made.temps().close();
      }
    } else if (files != null) {
      files.close();
    }
  }
}
