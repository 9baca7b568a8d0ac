package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

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
