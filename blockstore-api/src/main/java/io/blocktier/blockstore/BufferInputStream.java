package io.blocktier.blockstore;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads buffers one after the other, consuming them. */
final class BufferInputStream extends InputStream {

  private final ByteBuffer[] buffers;
  private int current;

  BufferInputStream(ByteBuffer[] buffers) {
    this.buffers = buffers;
  }

  @Override
  public int read() {
    return advance() ? buffers[current].get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, buffers[current].remaining());
    buffers[current].get(target, offset, count);
    return count;
  }

  @Override
  public long skip(long count) {
    if (count <= 0 || !advance()) {
      return 0;
    }
    ByteBuffer buffer = buffers[current];
    int skipped = (int) Math.min(count, buffer.remaining());
    buffer.position(buffer.position() + skipped);
    return skipped;
  }

  @Override
  public int available() {
    return advance() ? buffers[current].remaining() : 0;
  }

  private boolean advance() {
    while (current < buffers.length && !buffers[current].hasRemaining()) {
      current++;
    }
    return current < buffers.length;
  }
}
