package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file operations of the store, so that a test can be the disk: what is not forced may be lost,
 * data by {@link #force}, names by {@link #forceDirectory}. No operation follows a symbolic link.
 */
interface Disk {

  /** How a file is opened. */
  enum Access {
    BUFFERED,
    DIRECT
  }

  /** What a path leads to. */
  enum Kind {
    FILE,
    DIRECTORY,
    OTHER
  }

  /**
   * What the file system knows of a file.
   *
   * @param kind what it is
   * @param size its bytes
   * @param modifiedMillis when it was last written
   * @param identity differs, as text, between files that exist at the same time; spelled only where
   *     somebody asks for it
   */
  record Status(Kind kind, long size, long modifiedMillis, @Nullable Object identity) {}

  /** Creates a file that must not exist, for reading and writing. */
  FileChannel create(Path file, Access access) throws IOException;

  /** Opens a file for reading. */
  FileChannel open(Path file, Access access) throws IOException;

  /** Opens a file for reading and writing. */
  FileChannel openToWrite(Path file, Access access) throws IOException;

  /** Makes the data and the attributes of a file durable. */
  void force(Path file, FileChannel channel) throws IOException;

  /** Makes the attribute of a file durable, also where the caller is interrupted. */
  void forceAttribute(Path file) throws IOException;

  /** Makes the names in a directory durable, also where the caller is interrupted. */
  void forceDirectory(Path directory) throws IOException;

  /** Gives a file another name, replacing the file that has it. */
  void rename(Path from, Path to) throws IOException;

  /** Gives a file a second name, which must be free. */
  void link(Path file, Path name) throws IOException;

  /** Removes a name of a file; false where there is none. */
  boolean delete(Path file) throws IOException;

  /** Creates a directory that must not exist. */
  void createDirectory(Path directory) throws IOException;

  /** Removes an empty directory; false where it is not there or not empty. */
  boolean deleteDirectory(Path directory) throws IOException;

  /** Looks at a name in a directory. */
  @FunctionalInterface
  interface NameTest {
    boolean accepts(String name) throws IOException;
  }

  /** Hands over the names in a directory, in any order, until one is accepted; false if none is. */
  boolean anyName(Path directory, NameTest test) throws IOException;

  /** Tells whether a directory has no names in it; false where it is not there. */
  boolean isEmpty(Path directory) throws IOException;

  /** Looks at a path; null where there is nothing. */
  @Nullable Status status(Path path) throws IOException;

  /**
   * An open file and its attribute, looked at in few calls. For one thread; whoever has it closes
   * it.
   */
  interface Glance extends AutoCloseable {

    /** Returns the bytes of the file, counted before the attribute was read. */
    long fileBytes();

    /** Returns the store's attribute of this very file. */
    byte[] attribute();

    /**
     * Reads into a direct buffer as a channel does.
     *
     * @throws UnreadException if that fails; the other operations tell why
     */
    int read(ByteBuffer target, long position) throws UnreadException;

    @Override
    void close();
  }

  /** A file could not be read in this way. */
  final class UnreadException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadException(Path file) {
      super(file + " could not be read");
    }
  }

  /**
   * Opens a file for reading together with its attribute, if this disk can do both at once, and
   * nothing about the file or the way to it is unusual. Fails for no other reason.
   *
   * @return null where the other operations have to tell what is there
   */
  @Nullable Glance glance(Path file);

  /** Returns the store's attribute of a file; null where it has none. */
  byte @Nullable [] attribute(Path file) throws IOException;

  /** Sets the store's attribute of a file. */
  void setAttribute(Path file, byte[] value) throws IOException;

  /** Returns the path with every symbolic link followed. */
  Path real(Path path) throws IOException;

  /** Returns the bytes that can still be written. */
  long usableBytes(Path path) throws IOException;
}
