package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Sleeper;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that passes only when it is told to: clock, ticker and sleeper in one, so that all three
 * agree. Sleeping threads wake when {@link #advance} has carried the time past their end; a clock
 * made by {@link #selfAdvancing()} passes the time of each sleep at once instead. Thread-safe.
 */
public final class ManualClock implements InstantSource, Ticker, Sleeper {

  private final Instant start;
  private final boolean selfAdvancing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition passed = lock.newCondition();
  private long nanos;
  private int sleeping;

  private ManualClock(Instant start, boolean selfAdvancing) {
    this.start = start;
    this.selfAdvancing = selfAdvancing;
  }

  /**
   * Makes a clock whose sleepers wait for {@link #advance}.
   *
   * @return a clock at the epoch
   */
  public static ManualClock standing() {
    return new ManualClock(Instant.EPOCH, false);
  }

  /**
   * Makes a clock that a sleep carries forward by its length.
   *
   * @return a clock at the epoch
   */
  public static ManualClock selfAdvancing() {
    return new ManualClock(Instant.EPOCH, true);
  }

  /**
   * Lets time pass and wakes the sleepers whose time is over.
   *
   * @param duration how much
   * @throws IllegalArgumentException if it is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back by " + duration);
    }
    lock.lock();
    try {
      nanos += duration.toNanos();
      passed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells how many threads sleep, so that a test advances the time only when they do.
   *
   * @return threads within {@link #sleep}
   */
  public int sleeping() {
    lock.lock();
    try {
      return sleeping;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos());
  }

  @Override
  public long nanos() {
    lock.lock();
    try {
      return nanos;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before a sleep of " + duration);
    }
    if (!duration.isPositive()) {
      return;
    }
    if (selfAdvancing) {
      advance(duration);
    } else {
      awaitPast(duration);
    }
  }

  private void awaitPast(Duration duration) throws InterruptedException {
    lock.lock();
    sleeping++;
    try {
      long end = nanos + duration.toNanos();
      while (nanos - end < 0) {
        passed.await();
      }
    } finally {
      sleeping--;
      lock.unlock();
    }
  }
}
