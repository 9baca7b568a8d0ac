package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are being written, in a directory that belongs to one open store. The lock file in
 * it says that the store is alive; what belongs to a dead one is removed by the next that opens.
 */
final class TempFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TempFiles.class);
  private static final String LOCK = "lock";
  private static final int MAX_ATTEMPTS = 100;

  private final Path directory;
  private final FileChannel lockFile;
  private final AtomicLong next = new AtomicLong();

  private TempFiles(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /**
   * Makes a directory of this store's own.
   *
   * @param parent where all stores of the root have theirs
   * @param process differs between processes that run at the same time
   * @param random tells the stores of a process apart
   */
  static TempFiles open(Path parent, String process, RandomGenerator random) throws IOException {
    removeDead(parent, process);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Path own = parent.resolve(process + "-" + Long.toHexString(random.nextLong()));
      Optional<TempFiles> made = tryOpen(own);
      if (made.isPresent()) {
        return made.get();
      }
    }
    throw new IOException("directories in " + parent + " are removed faster than they are made");
  }

  /** Empty where another process took the directory, not locked yet, for that of a dead one. */
  private static Optional<TempFiles> tryOpen(Path own) throws IOException {
    Files.createDirectory(own);
    Path file = own.resolve(LOCK);
    FileChannel lockFile;
    try {
      lockFile = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    }
    if (lockFile.tryLock() != null && Files.exists(file)) {
      return Optional.of(new TempFiles(own, lockFile));
    }
    lockFile.close();
    return Optional.empty();
  }

  /** Returns a name that no file has. */
  Path next() {
    return directory.resolve(Long.toHexString(next.getAndIncrement()));
  }

  @Override
  public void close() throws IOException {
    try (lockFile) {
      removeAll(directory);
    }
  }

  /** Looking at the lock of a store of this process would free it, so those are left alone. */
  private static void removeDead(Path parent, String process) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent)) {
      for (Path other : all) {
        if (!String.valueOf(other.getFileName()).startsWith(process + "-")) {
          removeIfDead(other);
        }
      }
    }
  }

  private static void removeIfDead(Path other) throws IOException {
    try (FileChannel channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        LOG.debug("removing {}, left behind by a process that died", other);
        removeAll(other);
      }
    } catch (NoSuchFileException | OverlappingFileLockException stillOpening) {
      LOG.debug("{} is being opened or removed", other);
    } catch (IOException e) {
      LOG.warn("{} stays; it is left behind by a process that died", other, e);
    }
  }

  private static void removeAll(Path directory) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, file -> !file.endsWith(LOCK))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException removedByAnother) {
      return;
    }
    Files.deleteIfExists(directory.resolve(LOCK)); // last, for without it nobody removes the others
    Files.deleteIfExists(directory);
  }
}
