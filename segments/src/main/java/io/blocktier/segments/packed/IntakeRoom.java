package io.blocktier.segments.packed;

import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of blocks that were taken in and have no place in the log yet: ten thousand
 * writers may come at once. They have their turn in the order in which they came. Thread-safe.
 */
final class IntakeRoom {

  private final long maxBytes;
  private final Signals signals;
  private final Duration patience;
  private final Queue<Waiter> waiting = new ArrayDeque<>();
  private long used;

  IntakeRoom(long maxBytes, Signals signals, Duration patience) {
    this.maxBytes = maxBytes;
    this.signals = signals;
    this.patience = patience;
  }

  /** Somebody who waits for room; no two are equal. */
  private static final class Waiter {
    private final long bytes;
    private final Signal turn;

    Waiter(long bytes, Signal turn) {
      this.bytes = bytes;
      this.turn = turn;
    }
  }

  /** Takes room; a block larger than all of it has it alone. */
  void take(long bytes) throws TimeoutException, InterruptedException {
    Waiter waiter = enter(bytes);
    if (waiter == null) {
      return;
    }
    boolean entered = false;
    try {
      entered = waiter.turn.await(patience);
    } finally {
      if (!entered) {
        leave(waiter);
      }
    }
    if (!entered) {
      throw new TimeoutException("there was no room for " + bytes + " bytes for " + patience);
    }
  }

  /** Returns null where there is room, which is taken. */
  private synchronized @Nullable Waiter enter(long bytes) {
    if (waiting.isEmpty() && fits(bytes)) {
      used += bytes;
      return null;
    }
    Waiter waiter = new Waiter(bytes, signals.create());
    waiting.add(waiter);
    return waiter;
  }

  private boolean fits(long bytes) {
    return used == 0 || used + bytes <= maxBytes;
  }

  /** The turn may have come at the last moment. */
  private void leave(Waiter waiter) {
    boolean waited;
    synchronized (this) {
      waited = waiting.remove(waiter);
    }
    give(waited ? 0 : waiter.bytes);
  }

  void give(long bytes) {
    next(bytes).forEach(waiter -> waiter.turn.raise());
  }

  private synchronized List<Waiter> next(long freed) {
    used -= freed;
    List<Waiter> next = new ArrayList<>();
    for (Waiter first = waiting.peek();
        first != null && fits(first.bytes);
        first = waiting.peek()) {
      used += first.bytes;
      next.add(waiting.remove());
    }
    return next;
  }
}
