package io.blocktier.segments.tiering;

import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;

/**
 * Keeps moves to a rate: each begins once those before it have had the time that their bytes take.
 * Thread-safe.
 */
final class Pace {

  /** How long a wait goes on at most before somebody looks whether it shall be stopped. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final double NANOS = 1e9;

  private final Effects effects;
  private final long bytesPerSecond;
  private long freeNanos;

  Pace(long bytesPerSecond, Effects effects) {
    this.effects = effects;
    this.bytesPerSecond = bytesPerSecond;
    this.freeNanos = effects.ticker().nanos();
  }

  /** Waits for the turn of some bytes. */
  void await(long bytes, StopSign stop) throws StoppedException, InterruptedException {
    if (bytesPerSecond == TieringPolicy.UNLIMITED) {
      return;
    }
    long startNanos = book(bytes);
    long left = startNanos - effects.ticker().nanos();
    while (left > 0) {
      if (stop.isSet()) {
        throw new StoppedException();
      }
      effects.sleeper().sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      left = startNanos - effects.ticker().nanos();
    }
  }

  private synchronized long book(long bytes) {
    long now = effects.ticker().nanos();
    long start = freeNanos - now > 0 ? freeNanos : now;
    freeNanos = start + (long) (bytes * NANOS / bytesPerSecond);
    return start;
  }
}
