package io.blocktier.segments.objects;

import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;

/** Lets work in the background use so many bytes a second, and no more. Thread-safe. */
public final class Pace {

  /** The rate of those who need not wait. */
  public static final long UNLIMITED = Long.MAX_VALUE;

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
    effects.sleeper().sleep(Duration.ofNanos(debt(bytes)));
  }

  private synchronized long debt(long bytes) {
    long now = effects.ticker().nanos();
    long from = freeNanos - now > 0 ? freeNanos : now;
    freeNanos = from + (long) (bytes * NANOS / bytesPerSecond);
    return freeNanos - now;
  }
}
