package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An open file of a {@link Disk}. Reads may run beside everything else; of writes and forces the
 * caller makes one at a time.
 */
public interface DiskFile extends AutoCloseable {

  /**
   * Reads until the target is full or the file ends.
   *
   * @param target where the bytes go
   * @param position the first byte to read
   * @return how many bytes were read, 0 at the end of the file
   * @throws IOException if the disk fails
   */
  int read(ByteBuffer target, long position) throws IOException;

  /**
   * Tells whether a read would be served from memory and not wait for the device. A hint: the
   * memory may be taken away before the read.
   *
   * @param position the first byte to read
   * @param length how many bytes
   * @return whether all of them are in memory; false where that cannot be told
   */
  default boolean isInMemory(long position, int length) {
    return false;
  }

  /**
   * Begins a read that the disk makes by itself.
   *
   * @param length how many bytes at most
   * @param position the first byte to read
   * @param asking who asks the device
   * @return the read, which the caller closes; null where the disk makes none, or no more at a
   *     time, or where waiting for it would keep more than the calling thread
   */
  default @Nullable DiskRead beginRead(int length, long position, DiskRead.Asking asking) {
    return null;
  }

  /**
   * Writes all remaining bytes of the sources, one behind the other.
   *
   * @param sources the bytes; their positions move
   * @param position where the first byte goes
   * @throws IOException if the disk fails; any part of the bytes may have been written
   */
  void write(ByteBuffer[] sources, long position) throws IOException;

  /**
   * Makes the bytes of the file durable, and its size. If this fails, nobody knows which of the
   * bytes written since the last success are there, and a second call would not tell: such a file
   * is neither written nor forced again.
   *
   * @throws IOException if the disk fails
   */
  void force() throws IOException;

  /**
   * Returns the size of the file.
   *
   * @return bytes
   * @throws IOException if the disk fails
   */
  long size() throws IOException;

  /**
   * Closes the file, without forcing it.
   *
   * @throws IOException if the disk fails
   */
  @Override
  void close() throws IOException;
}
