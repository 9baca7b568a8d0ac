package io.blocktier.blockstore.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Moves the body of an answer into the caller's buffer, and the checksum along with it. */
final class BodyReader {

  private static final int MOST_AT_ONCE = 256 << 10;

  private final ChunkPool chunks;

  BodyReader(ChunkPool chunks) {
    this.chunks = chunks;
  }

  /**
   * Reads exactly so many bytes, and sees that no more come.
   *
   * @param answer the answer
   * @param target where the bytes go, from its position on; the position moves behind them
   * @param length how many there have to be
   * @return the CRC-32C of them
   * @throws IOException if there are fewer, more, or the connection breaks
   */
  int read(Answer answer, ByteBuffer target, int length) throws IOException {
    CRC32C crc = new CRC32C();
    if (target.hasArray()) {
      intoArray(answer, target, length, crc);
    } else {
      byte[] chunk = chunks.take();
      try {
        throughChunk(answer, target, length, chunk, crc);
      } finally {
        chunks.giveBack(chunk);
      }
    }
    if (answer.body().read() >= 0) {
      throw new IOException("more bytes came than were announced");
    }
    return (int) crc.getValue();
  }

  private static void intoArray(Answer answer, ByteBuffer target, int length, CRC32C crc)
      throws IOException {
    byte[] array = target.array();
    int end = target.position() + length;
    while (target.position() < end) {
      int from = target.arrayOffset() + target.position();
      int count = some(answer, array, from, Math.min(end - target.position(), MOST_AT_ONCE));
      crc.update(array, from, count);
      target.position(target.position() + count);
    }
  }

  private static void throughChunk(
      Answer answer, ByteBuffer target, int length, byte[] chunk, CRC32C crc) throws IOException {
    int left = length;
    while (left > 0) {
      int count = some(answer, chunk, 0, Math.min(left, chunk.length));
      crc.update(chunk, 0, count);
      target.put(chunk, 0, count);
      left -= count;
    }
  }

  private static int some(Answer answer, byte[] array, int offset, int length) throws IOException {
    InputStream body = answer.body();
    int count = body.read(array, offset, length);
    if (count < 0) {
      throw new EOFException("the body ended early");
    }
    answer.guard().heard();
    return count;
  }
}
