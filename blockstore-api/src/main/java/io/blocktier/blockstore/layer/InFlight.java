package io.blocktier.blockstore.layer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls under way until it is closed, then lets the closer wait for them. */
final class InFlight {

  /** The sign bit of the state: set once closed. The other bits count. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private final AtomicInteger state = new AtomicInteger();
  private final CountDownLatch drained = new CountDownLatch(1);

  /** Counts one more call, unless closed. */
  boolean enter() {
    int now = state.get();
    while (now >= 0) {
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
      now = state.get();
    }
    return false;
  }

  /** Takes back one {@link #enter} that succeeded. */
  void exit() {
    if (state.decrementAndGet() == CLOSED) {
      drained.countDown();
    }
  }

  /** Refuses further calls; the first caller gets true. */
  boolean close() {
    int before = state.getAndUpdate(now -> now | CLOSED);
    if (before == 0) {
      drained.countDown();
    }
    return before >= 0;
  }

  /** Waits, after {@link #close}, until no call is under way or the time is over. */
  void awaitDrained(Duration timeout) {
    try {
      boolean ignored = drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
