package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a range of a block in steps. For one thread. */
public final class BlockBytes extends InputStream {

  private static final int STEP = 256 << 10;

  private final BlockStore store;
  private final BlockKey key;
  private final ByteBuffer buffer = ByteBuffer.allocate(STEP).limit(0);
  private long next;
  private long left;

  /** Reads a range. */
  public BlockBytes(BlockStore store, BlockKey key, ByteRange range) {
    this.store = store;
    this.key = key;
    this.next = range.offset();
    this.left = range.length();
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!fill()) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining() || left == 0) {
      return buffer.hasRemaining();
    }
    int length = store.read(key, ByteRange.of(next, Math.min(left, STEP)), buffer.clear()).length();
    buffer.flip();
    next += length;
    left -= length;
    return length > 0;
  }
}
