package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose calls of some operations wait until they are let through. */
final class Gate extends InterceptingBlockStore {

  private static final long PATIENCE_SECONDS = 30;

  private final Set<Operation> guarded;
  private final Semaphore passes = new Semaphore(0);
  private final Semaphore arrived = new Semaphore(0);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();

  Gate(BlockStore inner, Operation first, Operation... rest) {
    super(inner);
    this.guarded = EnumSet.of(first, rest);
  }

  /** Waits until so many further calls have come to the gate. */
  void awaitArrivals(int calls) throws InterruptedException {
    if (!arrived.tryAcquire(calls, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(inside + " calls are at the gate");
    }
  }

  void letThrough(int calls) {
    passes.release(calls);
  }

  int inside() {
    return inside.get();
  }

  int mostInside() {
    return mostInside.get();
  }

  @Override
  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
    if (!guarded.contains(call.operation())) {
      return action.run();
    }
    mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
    arrived.release();
    try {
      if (!passes.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let " + call + " through");
      }
      return action.run();
    } catch (InterruptedException e) {
      throw new StoreUnavailableException(call.failure(this, "interrupted").remedy("none"), e);
    } finally {
      inside.decrementAndGet();
    }
  }
}
