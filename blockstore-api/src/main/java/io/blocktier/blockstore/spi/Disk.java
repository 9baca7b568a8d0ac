package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * The local disk as a journal sees it, so that a test can be the disk and cut its power.
 *
 * <p>A power cut loses whatever was not forced: bytes and sizes by {@link DiskFile#force}, names,
 * be they new, changed or removed, by {@link #forceDirectory}. Forcing a file does not force its
 * name. Bytes that were not forced may be lost in any order, and torn.
 *
 * <p>Errors are the JDK's: {@link java.nio.file.NoSuchFileException}, {@link
 * java.nio.file.FileAlreadyExistsException} and so on. An interrupt ends no call and closes no
 * file; it stays set. Implementations are thread-safe.
 */
public interface Disk {

  /** How a file is opened. */
  enum Mode {
    /** An existing file, for reading. */
    READ,
    /** An existing file, for reading and writing. */
    WRITE,
    /** A file that must not exist yet, for reading and writing. */
    CREATE
  }

  /** A lock that is held; closing gives it back. */
  interface Lock extends AutoCloseable {

    /**
     * Gives the lock back.
     *
     * @throws IOException if the disk fails; the lock is free nevertheless
     */
    @Override
    void close() throws IOException;
  }

  /**
   * Creates a directory, unless it is there.
   *
   * @param directory the directory; its parent has to exist
   * @throws IOException if the disk fails, or something else has the name
   */
  void createDirectory(Path directory) throws IOException;

  /**
   * Returns the names in a directory.
   *
   * @param directory the directory
   * @return the names, in any order
   * @throws IOException if the disk fails
   */
  List<String> names(Path directory) throws IOException;

  /**
   * Opens a file.
   *
   * @param file the file
   * @param mode whether it exists, and what for
   * @return the open file, which the caller closes
   * @throws IOException if the disk fails
   */
  DiskFile open(Path file, Mode mode) throws IOException;

  /**
   * Gives a file another name in one step, replacing the file that has it.
   *
   * @param from the name until now
   * @param to the name from now on
   * @throws IOException if the disk fails; the file then has the one name or the other
   */
  void rename(Path from, Path to) throws IOException;

  /**
   * Removes a file.
   *
   * @param file the file
   * @return whether it was there
   * @throws IOException if the disk fails; the file may be gone nevertheless
   */
  boolean delete(Path file) throws IOException;

  /**
   * Makes the names in a directory durable. Not to be repeated where it failed: the kernel reports
   * a failure once, and the next call would succeed without having saved anything.
   *
   * @param directory the directory
   * @throws IOException if the disk fails
   */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Returns the bytes that can still be written.
   *
   * @param directory where
   * @return bytes
   * @throws IOException if the disk fails
   */
  long usableBytes(Path directory) throws IOException;

  /**
   * Takes a lock against other processes and against others in this one. It ends with the process.
   *
   * @param file names the lock; created where it is missing, and for nothing else: opening and
   *     closing it otherwise may end the lock
   * @return the lock, or empty if somebody else holds it
   * @throws IOException if the disk fails
   */
  Optional<Lock> tryLock(Path file) throws IOException;

  /**
   * Returns the disk of this machine.
   *
   * @param executor runs what an interrupt must not end; each task on a thread of its own
   * @return the disk; what it creates is for the owner of the process only
   * @throws UnsupportedOperationException where names cannot be forced, as on Windows
   */
  static Disk ofSystem(ExecutorService executor) {
    return new SystemDisk(executor);
  }
}
