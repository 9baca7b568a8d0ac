package io.blocktier.blockstore.s3.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Which of the next requests go wrong. Thread-safe. */
public final class FaultPlan {

  private static final long LONGEST_WAIT_SECONDS = 60;

  private final Map<S3Operation, Deque<Fault>> next = new EnumMap<>(S3Operation.class);
  private final Map<S3Operation, Fault> standing = new EnumMap<>(S3Operation.class);
  private final Semaphore met = new Semaphore(0);
  private CountDownLatch stalled = new CountDownLatch(1);

  /** The next request of this kind meets the fault; more calls queue up. */
  public synchronized void once(S3Operation operation, Fault fault) {
    next.computeIfAbsent(operation, _ -> new ArrayDeque<>()).add(fault);
  }

  public synchronized void times(int count, S3Operation operation, Fault fault) {
    for (int i = 0; i < count; i++) {
      once(operation, fault);
    }
  }

  /** All requests of this kind meet the fault. */
  public synchronized void always(S3Operation operation, Fault fault) {
    standing.put(operation, fault);
  }

  /** All requests meet the fault. */
  public void always(Fault fault) {
    for (S3Operation operation : S3Operation.values()) {
      always(operation, fault);
    }
  }

  /** Nothing goes wrong any more; what is stalled ends. */
  public synchronized void clear() {
    next.clear();
    standing.clear();
    stalled.countDown();
    stalled = new CountDownLatch(1);
  }

  /** Waits until one more request has met a fault. */
  public void awaitMet() throws InterruptedException {
    if (!met.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no request met a fault");
    }
  }

  synchronized Optional<Fault> take(S3Operation operation) {
    Deque<Fault> queue = next.get(operation);
    Fault fault = queue == null ? null : queue.poll();
    Optional<Fault> taken = Optional.ofNullable(fault == null ? standing.get(operation) : fault);
    taken.ifPresent(_ -> met.release());
    return taken;
  }

  void stall() throws InterruptedException {
    CountDownLatch latch;
    synchronized (this) {
      boolean cleared = next.isEmpty() && standing.isEmpty();
      latch = cleared ? new CountDownLatch(0) : stalled;
    }
    latch.await();
  }
}
