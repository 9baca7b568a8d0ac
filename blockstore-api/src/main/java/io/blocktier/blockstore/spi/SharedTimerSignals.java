package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Signals between threads, whose long waits share one timer. A virtual thread that parks for a time
 * sets a timer and takes it back, by way of another thread, which costs more than the wait itself;
 * and nearly every long wait ends by its signal. So these threads park without a time, and a task,
 * which runs while there are any, wakes those whose time is over. Thread-safe.
 */
final class SharedTimerSignals implements Signals {

  /** How late a long wait may end. */
  static final Duration TICK = Duration.ofMillis(100);

  /** Shorter waits set a timer of their own, and end in time. */
  static final Duration LONG = Duration.ofSeconds(1);

  /** How long a signal is expected. */
  static final Duration EXPECTED = Duration.ofNanos(200_000);

  /** How often others may go first meanwhile; a clock that stands still does not make it longer. */
  static final int MAX_YIELDS = 10_000;

  private static final Wait RAISED = new Wait(null, 0);

  private final Effects effects;
  private final Set<Wait> longWaits = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean timed = new AtomicBoolean();
  private volatile boolean timerStopped;

  SharedTimerSignals(Effects effects) {
    this.effects = effects;
  }

  @Override
  public Signal create() {
    return new ParkingSignal();
  }

  /** A thread that waits for a signal. */
  private static final class Wait {
    private final @Nullable Thread thread;
    private final long deadline;
    private @Nullable Wait next;

    Wait(@Nullable Thread thread, long deadline) {
      this.thread = thread;
      this.deadline = deadline;
    }
  }

  private void watch(Wait wait) {
    longWaits.add(wait);
    if (!timed.get() && timed.compareAndSet(false, true)) {
      try {
        effects.executor().execute(this::time);
      } catch (RejectedExecutionException shutDown) {
        stopTimer();
      }
    }
  }

  private void time() {
    try {
      do {
        effects.sleeper().sleep(TICK);
        wakeLate();
      } while (isTimed());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopTimer();
    }
  }

  private void wakeLate() {
    long now = effects.ticker().nanos();
    for (Wait wait : longWaits) {
      if (wait.deadline - now <= 0) {
        LockSupport.unpark(wait.thread);
      }
    }
  }

  private boolean isTimed() {
    if (longWaits.isEmpty()) {
      timed.set(false);
      return !longWaits.isEmpty() && timed.compareAndSet(false, true);
    }
    return true;
  }

  /** From now on every wait sets a timer of its own. */
  private void stopTimer() {
    timerStopped = true;
    longWaits.forEach(wait -> LockSupport.unpark(wait.thread));
  }

  private final class ParkingSignal implements Signal {

    /** Those who wait, the last to come first. */
    private final AtomicReference<@Nullable Wait> waiting = new AtomicReference<>();

    @Override
    public void raise() {
      for (Wait wait = waiting.getAndSet(RAISED); wait != null; wait = wait.next) {
        LockSupport.unpark(wait.thread);
      }
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
      Wait wait = new Wait(Thread.currentThread(), effects.ticker().nanos() + timeout.toNanos());
      if (!enter(wait)) {
        return true;
      }
      if (timeout.compareTo(LONG) < 0) {
        return park(wait, true);
      }
      watch(wait);
      try {
        return park(wait, false);
      } finally {
        longWaits.remove(wait);
      }
    }

    @Override
    @SystemEffect("keeps a processor busy; what owns the time hands in other signals")
    @SuppressWarnings("ThreadPriorityCheck") // gains time, and correctness does not hang on it
    public boolean expect() {
      long begun = effects.ticker().nanos();
      for (int i = 0; i < MAX_YIELDS && waiting.get() != RAISED; i++) {
        if (effects.ticker().nanos() - begun > EXPECTED.toNanos()) {
          return false;
        }
        Thread.yield();
      }
      return waiting.get() == RAISED;
    }

    /** False if the signal was raised before. */
    private boolean enter(Wait wait) {
      Wait last;
      do {
        last = waiting.get();
        if (last == RAISED) {
          return false;
        }
        wait.next = last;
      } while (!waiting.compareAndSet(last, wait));
      return true;
    }

    @SystemEffect("parks real threads; what owns the time hands in other signals")
    private boolean park(Wait wait, boolean ownTimer) throws InterruptedException {
      while (waiting.get() != RAISED) {
        long left = wait.deadline - effects.ticker().nanos();
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for a signal");
        }
        if (left <= 0) {
          return false;
        }
        if (ownTimer || timerStopped) {
          LockSupport.parkNanos(this, left);
        } else {
          LockSupport.park(this);
        }
      }
      return true;
    }
  }
}
