package io.blocktier.cache;

import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeoutException;

/**
 * Counts the bytes that are not in the store beneath, and lets no more of them in than the cap
 * allows: a writer waits until others have got there, in the order of coming. Bulk does not wait,
 * and is let in as long as a part of the cap stays for those who do. Thread-safe.
 */
final class AtRisk {

  /** This part of the cap is not for bulk: many small blocks have room when bulk has none. */
  private static final int PART_WITHOUT_BULK = 4;

  private final long cap;
  private final Signals signals;
  private final Queue<Waiter> waiting = new ArrayDeque<>();
  private long bytes;

  AtRisk(long cap, Signals signals) {
    this.cap = cap;
    this.signals = signals;
  }

  private record Waiter(long bytes, Signal turn) {}

  /**
   * Counts bytes that are about to be at risk.
   *
   * @param more at most the cap
   * @throws TimeoutException if there is no room for them in time
   */
  void reserve(long more, Duration patience) throws TimeoutException, InterruptedException {
    Waiter waiter = enter(more);
    if (waiter == null) {
      return;
    }
    boolean entered = false;
    try {
      entered = waiter.turn().await(patience);
    } finally {
      if (!entered && !leave(waiter)) {
        release(more); // room came at the last moment
      }
    }
    if (!entered) {
      throw new TimeoutException(
          bytes() + " of " + cap + " bytes have not reached the store for " + patience);
    }
  }

  /** Tells whether there is room for bulk; there may be none any more when it is reserved. */
  synchronized boolean hasRoomForBulk(long more) {
    return waiting.isEmpty() && bytes + more <= cap - cap / PART_WITHOUT_BULK;
  }

  /** Counts bytes of bulk that are about to be at risk, if there is room for them at once. */
  synchronized boolean tryReserveBulk(long more) {
    boolean room = hasRoomForBulk(more);
    bytes += room ? more : 0;
    return room;
  }

  private synchronized @org.jspecify.annotations.Nullable Waiter enter(long more) {
    if (waiting.isEmpty() && bytes + more <= cap) {
      bytes += more;
      return null;
    }
    Waiter waiter = new Waiter(more, signals.create());
    waiting.add(waiter);
    return waiter;
  }

  private synchronized boolean leave(Waiter waiter) {
    boolean left = waiting.remove(waiter);
    admit();
    return left;
  }

  /** Counts bytes that a recovery found; they may be more than the cap. */
  synchronized void recovered(long more) {
    bytes += more;
  }

  /** Counts bytes off that are safe now, or that nobody needs. */
  synchronized void release(long fewer) {
    bytes -= fewer;
    admit();
  }

  private void admit() {
    while (!waiting.isEmpty() && bytes + waiting.element().bytes() <= cap) {
      Waiter first = waiting.remove();
      bytes += first.bytes();
      first.turn().raise();
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  long cap() {
    return cap;
  }
}
