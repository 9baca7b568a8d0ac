package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.s3.wire.Alarm;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls that outlive their time by closing their connection, which wakes a thread from any
 * wait in the network: a socket's own timeout neither ends a call whose bytes trickle nor one that
 * cannot get rid of them. One task watches all calls of a store; it holds one entry for each call
 * under way.
 */
final class Watchdog implements Alarm, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long FOREVER = Long.MAX_VALUE;

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeSet<CallGuard> guards;
  private long count;

  /** When the watching task wakes by itself, where it does. */
  private long wakesAt;

  private boolean wakes;
  private boolean closed;

  /**
   * Starts watching on a task of its own.
   *
   * @param effects elapsed time and the executor
   */
  Watchdog(Effects effects) {
    this.ticker = effects.ticker();
    long origin = ticker.nanos();
    this.guards =
        new TreeSet<>(
            Comparator.comparingLong((CallGuard guard) -> guard.lookAt() - origin)
                .thenComparingLong(CallGuard::number));
    effects.executor().execute(this::watch);
  }

  long now() {
    return ticker.nanos();
  }

  /**
   * Starts to watch a call.
   *
   * @param limit how long it may take
   * @param silence how long it may go without a byte in either direction
   * @return the guard, which the caller closes when the call is over
   */
  CallGuard guard(Duration limit, Duration silence) {
    lock.lock();
    try {
      CallGuard guard = new CallGuard(this, now(), limit.toNanos(), silence.toNanos(), count++);
      keep(guard);
      return guard;
    } finally {
      lock.unlock();
    }
  }

  /** Runs an action later, on the task that watches. */
  @Override
  public void after(Duration delay, Runnable action) {
    guard(delay, delay).attach(action::run);
  }

  void release(CallGuard guard) {
    lock.lock();
    try {
      guards.remove(guard);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Most calls are over before the watcher, who need not know of them, would have woken. */
  private void keep(CallGuard guard) {
    guards.add(guard);
    if (!wakes || guard.lookAt() - wakesAt < 0) {
      changed.signal();
    }
  }

  private void watch() {
    try {
      Optional<CallGuard> due = awaitDue();
      while (due.isPresent()) {
        expire(due.get());
        due = awaitDue();
      }
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection that cannot be closed does not end the watch over all others. */
  private static void expire(CallGuard guard) {
    try {
      guard.expire();
    } catch (RuntimeException e) {
      LOG.warn("the connection of a call whose time is over could not be closed", e);
    }
  }

  /** Waits for the next call whose time is over; empty once the watchdog is closed. */
  private Optional<CallGuard> awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        long left = guards.isEmpty() ? FOREVER : guards.first().lookAt() - now();
        if (left > 0) {
          wakes = !guards.isEmpty();
          wakesAt = wakes ? guards.first().lookAt() : 0;
          changed.awaitNanos(left);
        } else {
          CallGuard guard = guards.removeFirst();
          if (guard.isDue(now())) {
            return Optional.of(guard);
          }
          guards.add(guard);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
