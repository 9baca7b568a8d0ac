package io.blocktier.cache;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.LatencyHistogram;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.IndexEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * How long acknowledgements take, by what they promise, and how far the store lags behind them.
 * Thread-safe.
 */
final class Timings {

  private final CountedIndex index;
  private final Effects effects;
  private final Map<Durability, Series> acknowledgements = new EnumMap<>(Durability.class);
  private final Series lag = new Series();

  Timings(CountedIndex index, Effects effects) {
    this.index = index;
    this.effects = effects;
    for (Durability level : Durability.values()) {
      acknowledgements.put(level, new Series());
    }
  }

  /** A histogram, and perhaps somebody else who wants to know. */
  static final class Series {
    private final LatencyHistogram histogram = new LatencyHistogram();
    private volatile LongConsumer observer = _ -> {};

    private void record(long nanos) {
      histogram.record(nanos);
      observer.accept(nanos);
    }

    /** Hands over each duration in nanoseconds from now on. */
    void observe(LongConsumer other) {
      observer = other;
    }

    Latency latency() {
      return Latency.of(histogram);
    }
  }

  Series acknowledgements(Durability level) {
    return Optional.ofNullable(acknowledgements.get(level)).orElseThrow();
  }

  /** Returns the times from acknowledgements until the store had the version. */
  Series lag() {
    return lag;
  }

  long now() {
    return effects.ticker().nanos();
  }

  /** Notes that a call was acknowledged that began at a moment of this ticker. */
  void acknowledged(Durability level, long begun) {
    acknowledgements(level).record(now() - begun);
  }

  /** Notes that the store has the version of an entry, or knows of the deletion. */
  void arrived(IndexEntry entry) {
    lag.record(age(entry.since()).toNanos());
  }

  /**
   * Returns how long ago the oldest of what the store does not have was staged; zero where it has
   * everything. Looks at each of these blocks. Of deletions from before the last restart that is
   * not known; they count from then.
   */
  Duration oldest() throws IOException {
    long since = index.oldestAtRisk();
    return since == BlockIndex.NEVER ? Duration.ZERO : age(since);
  }

  private Duration age(long since) {
    return Duration.ofMillis(Math.max(0, effects.clock().millis() - since));
  }
}
