package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store in memory, type {@code busy}, that refuses writes for a while or lets them in by groups.
 */
final class BusyProvider implements BlockStoreProvider {

  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();
  private volatile CyclicBarrier group = new CyclicBarrier(1);
  private final Queue<Long> writes = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean losing = new AtomicBoolean();
  private final CountDownLatch lost = new CountDownLatch(1);
  private volatile boolean closed;

  /** Lets the next writes fail as if the store were away. */
  void refuse(int writes) {
    refusals.set(writes);
  }

  /** Lets the next write fail without telling whether it took effect, which it did not. */
  void lose() {
    losing.set(true);
  }

  void awaitLost() throws InterruptedException {
    assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Lets each write wait until so many are inside. */
  void groupsOf(int writers) {
    group = new CyclicBarrier(writers);
  }

  /** Returns how long it took from each write to the next. */
  List<Duration> pauses() {
    List<Duration> pauses = new ArrayList<>();
    Iterator<Long> at = writes.iterator();
    for (long before = at.next(); at.hasNext(); ) {
      long next = at.next();
      pauses.add(Duration.ofNanos(next - before));
      before = next;
    }
    return pauses;
  }

  int mostInside() {
    return mostInside.get();
  }

  boolean closed() {
    return closed;
  }

  @Override
  public String type() {
    return "busy";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("busy");
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of();
  }

  @Override
  public StoreLocation locate(String uri) {
    return new StoreLocation(Map.of(), uri.substring(uri.indexOf(':') + 1));
  }

  @Override
  public BlockStore open(Settings settings, Effects effects) {
    return new Busy(new InMemoryBlockStore(effects), effects.ticker());
  }

  private final class Busy extends ForwardingBlockStore {

    private final Ticker ticker;

    Busy(BlockStore inner, Ticker ticker) {
      super(inner);
      this.ticker = ticker;
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      writes.add(ticker.nanos());
      requireThere(Operation.WRITE, key);
      if (losing.compareAndSet(true, false)) {
        lost.countDown();
        throw new OutcomeUnknownException(Failure.of(this, Operation.WRITE, key, "lost"));
      }
      mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
      try {
        group.await(30, TimeUnit.SECONDS);
        return super.write(key, content, how);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new AssertionError(e);
      } finally {
        inside.decrementAndGet();
      }
    }

    @Override
    public BlockUpload startUpload(BlockKey key, WriteOptions how) throws BlockStoreException {
      requireThere(Operation.START_UPLOAD, key);
      return super.startUpload(key, how);
    }

    private void requireThere(Operation operation, BlockKey key) throws StoreUnavailableException {
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new StoreUnavailableException(
            Failure.of(this, operation, key, "away").remedy("wait"), null);
      }
    }

    @Override
    public void close() throws BlockStoreException {
      closed = true;
      super.close();
    }
  }
}
