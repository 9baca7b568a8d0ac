package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets calls through up to a limit that {@link HillClimb} moves; the others wait in their order.
 */
final class CallLimiter {

  /** How the wait for a turn ended. */
  enum Turn {
    GRANTED,
    QUEUE_FULL,
    TIMED_OUT,
    INTERRUPTED
  }

  private static final class Waiter {
    final Condition turn;
    boolean granted;

    Waiter(Condition turn) {
      this.turn = turn;
    }
  }

  private final Ticker ticker;
  private final int maxWaiting;
  private final HillClimb climb;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private int inFlight;

  CallLimiter(LimitPolicy policy, Ticker ticker) {
    this.ticker = ticker;
    this.maxWaiting = policy.maxWaiting();
    this.climb = new HillClimb(policy);
  }

  /** Waits for a turn; where it is granted, one of the two {@code end…} has to follow. */
  Turn begin(Duration patience) {
    lock.lock();
    try {
      if (queue.isEmpty() && inFlight < climb.limit()) {
        inFlight++;
        return Turn.GRANTED;
      }
      return queue.size() < maxWaiting ? await(patience.toNanos()) : Turn.QUEUE_FULL;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a call that the store served, with the payload that it moved. */
  void endServed(long bytes) {
    lock.lock();
    try {
      climb.served(ticker.nanos(), bytes, inFlight >= climb.limit());
      release();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a call that the store throttled or did not answer. */
  void endRefused() {
    lock.lock();
    try {
      climb.refused();
      release();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a call that says nothing about the store. */
  void endUnjudged() {
    lock.lock();
    try {
      release();
    } finally {
      lock.unlock();
    }
  }

  int limit() {
    lock.lock();
    try {
      return climb.limit();
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private Turn await(long patienceNanos) {
    Waiter waiter = new Waiter(lock.newCondition());
    queue.addLast(waiter);
    try {
      long left = patienceNanos;
      while (!waiter.granted && left > 0) {
        left = waiter.turn.awaitNanos(left);
      }
      return waiter.granted ? Turn.GRANTED : Turn.TIMED_OUT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return waiter.granted ? Turn.GRANTED : Turn.INTERRUPTED;
    } finally {
      if (!waiter.granted) {
        queue.remove(waiter);
      }
    }
  }

  private void release() {
    inFlight--;
    while (inFlight < climb.limit() && !queue.isEmpty()) {
      Waiter next = queue.removeFirst();
      next.granted = true;
      next.turn.signal();
      inFlight++;
    }
    if (inFlight == 0) {
      climb.idle();
    }
  }
}
