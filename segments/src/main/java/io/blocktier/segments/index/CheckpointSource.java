package io.blocktier.segments.index;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import java.nio.ByteBuffer;

/** The bytes of a checkpoint from front to back, by few requests. Not thread-safe. */
final class CheckpointSource {

  /** A small checkpoint comes at once. */
  private static final int FIRST_BYTES = 64 << 10;

  private static final int READ_BYTES = 8 << 20;

  private final BlockStore store;
  private final BlockKey key;
  private long size = Long.MAX_VALUE;
  private long next;
  private ByteBuffer window = ByteBuffer.allocate(0);

  CheckpointSource(BlockStore store, BlockKey key) {
    this.store = store;
    this.key = key;
  }

  /** Returns the next bytes without going on, as many as were asked for at least. */
  ByteBuffer peek(int bytes) throws BlockStoreException, UnusableCheckpointException {
    if (window.remaining() < bytes) {
      long missing = bytes - (long) window.remaining();
      UnusableCheckpointException.require(missing <= size - next, "it ends early");
      read(missing);
    }
    UnusableCheckpointException.require(window.remaining() >= bytes, "it ends early");
    return window.slice();
  }

  /** Returns so many bytes, and goes on behind them. */
  ByteBuffer take(int bytes) throws BlockStoreException, UnusableCheckpointException {
    ByteBuffer taken = peek(bytes).limit(bytes);
    window.position(window.position() + bytes);
    return taken;
  }

  private void read(long least) throws BlockStoreException, UnusableCheckpointException {
    int usual = next == 0 ? FIRST_BYTES : READ_BYTES;
    int length = (int) Math.min(Math.max(least, usual), size - next);
    ByteBuffer more = ByteBuffer.allocate(window.remaining() + length).put(window);
    BlockRead read = store.read(key, ByteRange.of(next, length), more);
    boolean same = size == Long.MAX_VALUE || size == read.block().size();
    UnusableCheckpointException.require(same, "its size changes");
    size = read.block().size();
    next += read.length();
    window = more.flip();
  }

  boolean isAtEnd() {
    return !window.hasRemaining() && next == size;
  }
}
