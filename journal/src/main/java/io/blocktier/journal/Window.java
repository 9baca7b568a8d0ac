package io.blocktier.journal;

import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a file in large pieces for somebody who looks at small ones. Not thread-safe. */
final class Window {

  private static final int BYTES = 256 << 10;
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(BYTES).asReadOnlyBuffer();

  private final DiskFile file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BYTES).limit(0);
  private long start;

  Window(DiskFile file) {
    this.file = file;
  }

  /**
   * Returns bytes of the file, positioned at the first, with an unknown number behind those asked
   * for; null where the file ends before. Good until the next call; the limit stays as it is.
   *
   * @param length at most the length of a head
   */
  @Nullable ByteBuffer view(long offset, int length) throws IOException {
    return has(offset, length) ? buffer.position(index(offset)) : null;
  }

  /** Returns an array with the bytes that the window {@linkplain #has has}. */
  byte[] bytes() {
    return buffer.array();
  }

  /** Returns where in that array those are that begin at an offset of the file. */
  int index(long offset) {
    return (int) (offset - start);
  }

  /**
   * Returns where a number other than zero stands in the file: the first offset that is so many
   * steps behind another; or one behind the limit.
   */
  long find(int number, long from, int step, long limit) throws IOException {
    long at = from;
    while (at < limit && has(at, Integer.BYTES)) {
      at += zerosFrom((int) (at - start)) / step * step;
      int last = buffer.limit() - Integer.BYTES;
      for (int i = (int) (at - start); i <= last; i += step) {
        if (buffer.getInt(i) == number) {
          return start + i;
        }
        at += step;
      }
    }
    return limit;
  }

  /** Counts zeros, of which a file is full that was never written. */
  private long zerosFrom(int index) {
    int length = buffer.limit() - index;
    int zeros = buffer.slice(index, length).mismatch(ZEROS.duplicate().limit(length));
    return zeros < 0 ? length : zeros;
  }

  /**
   * Tells whether the file has bytes, and moves to where they are.
   *
   * @param length at most the length of a head
   */
  boolean has(long offset, int length) throws IOException {
    if (offset < start || offset + length > start + buffer.limit()) {
      start = offset;
      buffer.clear();
      file.read(buffer, offset);
      buffer.flip();
    }
    return length <= buffer.limit() - (offset - start);
  }
}
