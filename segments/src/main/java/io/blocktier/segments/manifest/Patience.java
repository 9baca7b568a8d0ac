package io.blocktier.segments.manifest;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;

/** Pauses between repetitions, longer each time, until the time is over. For one thread. */
final class Patience {

  private final ManifestOptions options;
  private final Effects effects;
  private final Deadline end;
  private Duration next;

  Patience(ManifestOptions options, Effects effects) {
    this.options = options;
    this.effects = effects;
    this.end = Deadline.in(options.commitTimeout(), effects.ticker());
    this.next = options.firstPause();
  }

  /** Makes a call that has to come back before the time is over. */
  <T, X extends Throwable> T within(ScopedValue.CallableOp<? extends T, X> call) throws X {
    return end.<T, X>call(call);
  }

  /** Pauses; returns false, at once, where time is over or the thread shall end instead. */
  boolean pause() {
    long half = next.toNanos() / 2;
    Duration pause = Duration.ofNanos(half + Math.floorMod(effects.random().nextLong(), half + 1));
    if (end.remaining(effects.ticker()).compareTo(pause) <= 0) {
      return false;
    }
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(options.maxPause()) > 0 ? options.maxPause() : doubled;
    try {
      effects.sleeper().sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
