package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts reads and what they bring. */
final class CountingStore extends ForwardingBlockStore {

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  CountingStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    reads.incrementAndGet();
    if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreUnavailableException(
          Failure.of("counting", Operation.READ, key, "as the test wants it"), null);
    }
    BlockRead read = inner().read(key, range, target);
    bytes.addAndGet(read.length());
    return read;
  }

  /** Has the next reads fail. */
  void failNext(int some) {
    failing.set(some);
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
