package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The locks that this process has. Known to the whole process, because the kernel drops every lock
 * that a process has on a file with the first of its channels that closes, whoever took the lock:
 * so a file that is locked is not opened again to find out.
 */
final class SystemLocks {

  /** The JDK refers to its locks weakly; nobody else may keep them. */
  private static final Map<Object, FileLock> HELD = new HashMap<>();

  private SystemLocks() {}

  static Optional<Disk.Lock> tryLock(Path file) throws IOException {
    synchronized (HELD) {
      createIfMissing(file);
      Object identity = identity(file);
      return HELD.containsKey(identity) ? Optional.empty() : lock(file, identity);
    }
  }

  /** Within the monitor, for closing the new file would drop a lock that somebody just took. */
  private static void createIfMissing(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  private static Object identity(Path file) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return Objects.requireNonNull(found.fileKey(), "POSIX systems number their files");
  }

  private static Optional<Disk.Lock> lock(Path file, Object identity) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      return Optional.empty();
    }
    HELD.put(identity, lock);
    return Optional.of(() -> unlock(identity, channel));
  }

  private static void unlock(Object identity, FileChannel channel) throws IOException {
    synchronized (HELD) {
      if (channel.isOpen()) {
        HELD.remove(identity);
        channel.close();
      }
    }
  }
}
