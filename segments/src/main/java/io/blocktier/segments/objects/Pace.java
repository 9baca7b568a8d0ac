package io.blocktier.segments.objects;

import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets work in the background use so many bytes a second, and no more. Thread-safe. */
public final class Pace {

  /** The rate of those who need not wait. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** How long a wait goes on at most before somebody looks whether it shall be stopped. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final double NANOS = 1e9;

  private final Effects effects;
  private final long bytesPerSecond;
  private long freeNanos;

  /**
   * Makes a pace.
   *
   * @param effects elapsed time, and waiting
   * @param bytesPerSecond at least 1, or {@link #UNLIMITED}
   * @throws IllegalArgumentException if the rate is not positive
   */
  public Pace(Effects effects, long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "work at " + bytesPerSecond + " bytes a second never ends");
    }
    this.effects = effects;
    this.bytesPerSecond = bytesPerSecond;
    this.freeNanos = effects.ticker().nanos();
  }

  /**
   * Waits until bytes may be used that were used just now.
   *
   * @param bytes how many
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void spend(long bytes) throws InterruptedException {
    if (bytesPerSecond == UNLIMITED || bytes <= 0) {
      return;
    }
    long endNanos = book(bytes) + nanos(bytes);
    long left = Math.max(0, endNanos - effects.ticker().nanos());
    effects.sleeper().sleep(Duration.ofNanos(left));
  }

  /**
   * Waits for the turn of bytes that are used next: those before them have had their time.
   *
   * @param bytes how many
   * @param stopped is asked now and then whether the wait shall end
   * @return whether it is their turn; false if it was stopped
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitTurn(long bytes, BooleanSupplier stopped) throws InterruptedException {
    if (bytesPerSecond == UNLIMITED || bytes <= 0) {
      return true;
    }
    long startNanos = book(bytes);
    long left = startNanos - effects.ticker().nanos();
    while (left > 0) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      effects.sleeper().sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      left = startNanos - effects.ticker().nanos();
    }
    return true;
  }

  /** Returns when the bytes begin; those that come after them wait until they end. */
  private synchronized long book(long bytes) {
    long now = effects.ticker().nanos();
    long start = freeNanos - now > 0 ? freeNanos : now;
    freeNanos = start + nanos(bytes);
    return start;
  }

  private long nanos(long bytes) {
    return (long) (bytes * NANOS / bytesPerSecond);
  }
}
