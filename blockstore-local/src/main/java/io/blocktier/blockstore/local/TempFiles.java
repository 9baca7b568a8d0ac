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
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files that are being written, in a directory that belongs to one open store. The lock file in
 * it says that the store is alive; what belongs to a dead one is removed by the next that opens.
 */
final class TempFiles implements AutoCloseable {

  private static final String LOCK = "lock";

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
   * @param instance differs between the stores of a process
   */
  static TempFiles open(Path parent, String process, long instance) throws IOException {
    Files.createDirectories(parent);
    removeDead(parent, process);
    Path own = parent.resolve(process + "-" + Long.toHexString(instance));
    Files.createDirectory(own);
    FileChannel lockFile =
        FileChannel.open(
            own.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lockFile.lock();
    return new TempFiles(own, lockFile);
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
    try (FileChannel channel =
            FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        removeAll(other);
      }
    } catch (NoSuchFileException | OverlappingFileLockException stillOpening) {
      return;
    }
  }

  private static void removeAll(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException removedByAnother) {
      return;
    }
    Files.deleteIfExists(directory);
  }
}
