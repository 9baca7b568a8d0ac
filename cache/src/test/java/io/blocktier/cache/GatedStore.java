package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A store that counts reads, and holds the answers back while its gate is shut. */
final class GatedStore extends ForwardingBlockStore {

  /** The ranges that were asked for, in this order. */
  final List<ByteRange> asked = new CopyOnWriteArrayList<>();

  private final Semaphore atTheGate = new Semaphore(0);

  /** Run with the number of a read, before the store beneath is asked. */
  volatile Hook before = _ -> {};

  private volatile CountDownLatch gate = new CountDownLatch(0);

  GatedStore(BlockStore inner) {
    super(inner);
  }

  /** What happens on the side. */
  @FunctionalInterface
  interface Hook {
    void run(int read) throws BlockStoreException;
  }

  void shut() {
    gate = new CountDownLatch(1);
  }

  /** Waits for one more read to be at the gate. */
  void awaitReader() throws InterruptedException {
    assertThat(atTheGate.tryAcquire(30, TimeUnit.SECONDS)).as("a read of the store").isTrue();
  }

  void open() {
    gate.countDown();
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    asked.add(range);
    before.run(asked.size());
    BlockRead read = inner().read(key, range, target);
    CountDownLatch mine = gate;
    atTheGate.release();
    try {
      if (!mine.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("a fetch is interrupted by nobody", e);
    }
    return read;
  }

  @Override
  public void close() {}

  long bytesAsked() {
    return asked.stream().mapToLong(ByteRange::length).sum();
  }
}
