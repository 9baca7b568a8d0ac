package io.blocktier.blockstore.local;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What changes need and reads do not: locks, temporary files, syncs. Made with the first change, so
 * that looking at a directory leaves nothing behind in it.
 */
final class Machinery implements AutoCloseable {

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

  /** Returns the epoch of the root, 0 where nobody has changed it yet. */
  long epoch() {
    SharedFiles files = shared;
    if (files == null && Files.isDirectory(own())) {
      files = openShared();
    }
    return files == null ? 0 : files.epoch();
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
        files = SharedFiles.open(own());
        shared = files;
      }
      return files;
    } finally {
      lock.unlock();
    }
  }

  private Parts assemble(SharedFiles files) throws IOException {
    KeyLocks locks = new KeyLocks(files, effects, options.patience());
    TempFiles temps =
        TempFiles.open(own().resolve("tmp"), Processes.own(), effects.random().nextLong());
    DirectorySyncs syncs = new DirectorySyncs(disk, tree.root(), files, options.sync());
    return new Parts(locks, temps, new Changes(disk, tree, locks, files, temps, syncs));
  }

  private Path own() {
    return tree.root().resolve(Names.RESERVED);
  }

  @Override
  public void close() throws IOException {
    Parts made = parts;
    if (made != null) {
      made.temps().close();
      made.locks().close();
    } else {
      SharedFiles files = shared;
      if (files != null) {
        new KeyLocks(files, effects, options.patience()).close();
      }
    }
  }
}
