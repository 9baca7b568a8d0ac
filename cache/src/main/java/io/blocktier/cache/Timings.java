package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.LatencyHistogram;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.journal.Log;
import io.blocktier.cache.journal.SegmentReleasedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * How long acknowledgements take, by what they promise, and how far the store lags behind them.
 * Thread-safe.
 */
final class Timings {

  private final CountedIndex index;
  private final Log log;
  private final Effects effects;
  private final long opened;
  private final Map<Durability, Series> acknowledgements = new EnumMap<>(Durability.class);
  private final Series lag = new Series();

  /** The newest version of each block that the store does not have. */
  private final Map<BlockKey, Acknowledged> behind = new ConcurrentHashMap<>();

  Timings(CountedIndex index, Log log, Effects effects) {
    this.index = index;
    this.log = log;
    this.effects = effects;
    this.opened = effects.ticker().nanos();
    for (Durability level : Durability.values()) {
      acknowledgements.put(level, new Series());
    }
  }

  private record Acknowledged(long generation, long nanos) {}

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

  /** Notes that a version is staged, of which the store may have heard meanwhile. */
  void staged(BlockKey key, long generation) throws IOException {
    behind.put(key, new Acknowledged(generation, now()));
    Optional<IndexEntry> entry = index.find(key);
    if (entry.isEmpty() || !StagedBlocks.state(entry.get()).isAtRisk()) {
      arrived(key, generation);
    }
  }

  /** Notes that a deletion is staged. */
  void deleted(BlockKey key) throws IOException {
    Optional<IndexEntry> entry = index.find(key);
    if (entry.isPresent()) {
      staged(key, entry.get().generation());
    }
  }

  /** Notes that the store has a version, which may have moved within the journal meanwhile. */
  void arrived(BlockKey key, long generation) {
    Acknowledged acknowledged = behind.get(key);
    if (acknowledged != null
        && acknowledged.generation() <= generation
        && behind.remove(key, acknowledged)) {
      lag.record(now() - acknowledged.nanos());
    }
  }

  /**
   * Returns how long ago the oldest of what the store does not have was acknowledged; zero where it
   * has everything. Looks at each of these blocks, and once into the journal for those from before
   * the last restart.
   */
  Duration oldest() throws IOException {
    List<BlockKey> atRisk = index.atRisk(KeyPrefix.ALL);
    long now = now();
    long oldest = now;
    for (BlockKey key : atRisk) {
      oldest = Math.min(oldest, acknowledgedAt(key, now));
    }
    if (behind.size() > atRisk.size()) {
      forgetGivenUp();
    }
    return Duration.ofNanos(now - oldest);
  }

  /** What is staged again meanwhile is taken from the journal, like what is from before. */
  private void forgetGivenUp() throws IOException {
    List<BlockKey> gone = new ArrayList<>();
    for (BlockKey key : behind.keySet()) {
      if (index.find(key).filter(entry -> StagedBlocks.state(entry).isAtRisk()).isEmpty()) {
        gone.add(key);
      }
    }
    gone.forEach(behind::remove);
  }

  private long acknowledgedAt(BlockKey key, long now) throws IOException {
    Acknowledged known = behind.get(key);
    if (known != null) {
      return known.nanos();
    }
    Optional<IndexEntry> entry = index.find(key).filter(e -> StagedBlocks.state(e).isAtRisk());
    if (entry.isEmpty()) {
      return now;
    }
    Acknowledged found = new Acknowledged(entry.get().generation(), written(entry.get(), now));
    Acknowledged other = behind.putIfAbsent(key, found);
    return other == null ? found.nanos() : other.nanos();
  }

  /** When a version was written before the last restart; of deletions that is not recorded. */
  private long written(IndexEntry entry, long now) throws IOException {
    if (StagedBlocks.state(entry).isDeletion()) {
      return opened;
    }
    try {
      long age =
          effects.clock().millis()
              - BlockHead.decode(log.attributes(entry.position())).modifiedMillis();
      return now - Duration.ofMillis(Math.max(0, age)).toNanos();
    } catch (SegmentReleasedException moved) {
      return opened;
    }
  }
}
