package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts reads and what they bring. */
final class CountingStore extends ForwardingBlockStore {

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  CountingStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    reads.incrementAndGet();
    BlockRead read = inner().read(key, range, target);
    bytes.addAndGet(read.length());
    return read;
  }

  int reads() {
    return reads.get();
  }

  long bytes() {
    return bytes.get();
  }

  void reset() {
    reads.set(0);
    bytes.set(0);
  }
}
