package io.blocktier.cache;

import io.blocktier.blockstore.Durability;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What a cache tells to a Micrometer registry, each with the tag {@code store}:
 *
 * <ul>
 *   <li>gauge {@code blocktier.cache.blocks}, tag {@code state}: {@code dirty}, {@code deleted},
 *       {@code clean} or {@code quarantined};
 *   <li>gauge {@code blocktier.cache.bytes}, tag {@code state}: the same, without deletions;
 *   <li>gauges {@code blocktier.cache.risk} and {@code blocktier.cache.risk.max}: bytes that the
 *       store does not have, and may not have at most;
 *   <li>counter {@code blocktier.cache.reads}, tag {@code found}: {@code memory}, {@code disk} or
 *       {@code store}, from which the hit ratios follow;
 *   <li>counter {@code blocktier.cache.memory.misses}: reads that did not find their block in
 *       memory, those that found it nowhere included;
 *   <li>gauge {@code blocktier.cache.memory}: bytes of the blocks in memory;
 *   <li>gauge {@code blocktier.cache.buffer}: bytes that are being fetched from the store, and that
 *       were fetched of large blocks;
 *   <li>gauge {@code blocktier.cache.flush.state}, tag {@code state}: 1 for the one of {@code
 *       running}, {@code paused} and {@code backend_down} that holds, 0 for the others;
 *   <li>gauge {@code blocktier.cache.flush.concurrency}: calls on the store that may be under way;
 *   <li>gauge {@code blocktier.cache.disk.state}, tag {@code state}: 1 for the one of {@code
 *       sound}, {@code failing} and {@code stalled} that holds, 0 for the others;
 *   <li>gauge {@code blocktier.cache.unjournaled}: blocks that are in memory alone, because the
 *       disk failed;
 *   <li>gauge {@code blocktier.cache.damages}: places at which the journal could not be read when
 *       it was opened;
 *   <li>gauge {@code blocktier.cache.disk.wait}: how long the oldest call to the disk under way has
 *       taken;
 *   <li>gauge {@code blocktier.cache.risk.age}: how long ago the oldest of them was acknowledged;
 *   <li>timer {@code blocktier.cache.acknowledgements}, tag {@code level}: how long writes took
 *       until they were acknowledged, by what that promised;
 *   <li>timer {@code blocktier.cache.durable.lag}: the time from the acknowledgement of a version
 *       until the store had it; one that was replaced before counts not.
 * </ul>
 *
 * The timers publish histograms. Closing removes the gauges and the counters.
 */
public final class CacheMeters implements AutoCloseable {

  private static final String NAME = "blocktier.cache.";

  private final MeterRegistry registry;
  private final String storeName;
  private final List<Meter> own = new ArrayList<>();

  private CacheMeters(MeterRegistry registry, String storeName) {
    this.registry = registry;
    this.storeName = storeName;
  }

  /**
   * Registers the meters of a cache.
   *
   * @param cache the cache, which may be bound to one registry
   * @param registry where the meters go; outlives the cache
   * @param storeName the value of the tag {@code store}
   * @return the meters, which the caller closes with the cache
   */
  @SuppressWarnings("exports") // only who meters needs Micrometer, not every reader of this module
  public static CacheMeters bind(
      WriteBackBlockStore cache, MeterRegistry registry, String storeName) {
    CacheMeters meters = new CacheMeters(registry, storeName);
    meters.register(cache);
    return meters;
  }

  private void register(WriteBackBlockStore cache) {
    BlockCounts counts = cache.parts().index().counts();
    blocks("dirty", () -> counts.blocks(BlockState.DIRTY));
    blocks("deleted", () -> counts.blocks(BlockState.DELETED));
    blocks("clean", () -> counts.blocks(BlockState.CLEAN));
    blocks("quarantined", counts::quarantined);
    bytes("dirty", () -> counts.bytes(BlockState.DIRTY));
    bytes("clean", () -> counts.bytes(BlockState.CLEAN));
    bytes("quarantined", () -> counts.bytes(BlockState.QUARANTINED));
    gauge("risk", "Bytes that the store does not have", cache.parts().atRisk()::bytes);
    gauge("risk.max", "The most of them there may be", cache.parts().atRisk()::cap);
    own.add(
        TimeGauge.builder(
                NAME + "risk.age", () -> age(cache.parts().timings()), TimeUnit.NANOSECONDS)
            .description("Since the oldest of them was acknowledged")
            .tag("store", storeName)
            .register(registry));
    time(cache.parts().timings());
    registerReads(cache.parts().reading());
    registerFlushing(cache.parts().flusher());
    registerDisk(cache.parts());
    registerFailures(cache.parts().rescue());
  }

  private void registerReads(ReadParts reading) {
    reads("memory", reading, ReadStatus::memoryHits);
    reads("disk", reading, ReadStatus::diskHits);
    reads("store", reading, ReadStatus::storeReads);
    gauge("memory", "What the blocks in memory take", () -> reading.status().memoryBytes());
    gauge("buffer", "What is fetched, and was of large blocks", reading.buffer()::bytes);
    own.add(
        FunctionCounter.builder(
                NAME + "memory.misses", reading, parts -> parts.status().memoryMisses())
            .description("Reads that did not find their block in memory")
            .tag("store", storeName)
            .register(registry));
  }

  /** Micrometer keeps the reading weakly, which lives as long as the cache. */
  private void reads(String found, ReadParts reading, ToLongFunction<ReadStatus> count) {
    own.add(
        FunctionCounter.builder(NAME + "reads", reading, parts -> count.applyAsLong(parts.status()))
            .description("Reads by where they found their block")
            .tag("store", storeName)
            .tag("found", found)
            .register(registry));
  }

  private void registerFlushing(Flusher flusher) {
    for (FlushState state : FlushState.values()) {
      own.add(
          Gauge.builder(NAME + "flush.state", () -> flusher.state() == state ? 1 : 0)
              .description("Whether blocks travel to the store")
              .tag("store", storeName)
              .tag("state", state.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    own.add(
        Gauge.builder(NAME + "flush.concurrency", flusher::concurrency)
            .description("Calls on the store that may be under way")
            .tag("store", storeName)
            .register(registry));
  }

  private void registerDisk(CacheParts parts) {
    for (DiskState state : DiskState.values()) {
      own.add(
          Gauge.builder(NAME + "disk.state", () -> parts.flushing().disk() == state ? 1 : 0)
              .description("How the disk of the cache is")
              .tag("store", storeName)
              .tag("state", state.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    own.add(
        TimeGauge.builder(
                NAME + "disk.wait", () -> parts.watch().longest().toNanos(), TimeUnit.NANOSECONDS)
            .description("How long the oldest call to the disk under way has taken")
            .tag("store", storeName)
            .register(registry));
  }

  private void registerFailures(Rescue rescue) {
    count("unjournaled", "Blocks that are in memory alone", () -> unjournaled(rescue));
    count(
        "damages", "Places at which the journal could not be read", () -> rescue.damages().size());
  }

  private void count(String name, String description, Supplier<Number> value) {
    own.add(
        Gauge.builder(NAME + name, value)
            .description(description)
            .tag("store", storeName)
            .register(registry));
  }

  private static double unjournaled(Rescue rescue) {
    try {
      return rescue.inMemoryAlone().size();
    } catch (IOException unreadable) {
      return Double.NaN;
    }
  }

  private static double age(Timings timings) {
    try {
      return timings.oldest().toNanos();
    } catch (IOException unreadable) {
      return Double.NaN;
    }
  }

  private void time(Timings timings) {
    for (Durability level : Durability.values()) {
      Timer timer =
          timer("acknowledgements", "Until writes are acknowledged")
              .tag("level", level.name().toLowerCase(Locale.ROOT))
              .register(registry);
      timings.acknowledgements(level).observe(nanos -> timer.record(nanos, TimeUnit.NANOSECONDS));
    }
    Timer lag =
        timer("durable.lag", "From the acknowledgement until the store has it").register(registry);
    timings.lag().observe(nanos -> lag.record(nanos, TimeUnit.NANOSECONDS));
  }

  private Timer.Builder timer(String name, String description) {
    return Timer.builder(NAME + name)
        .description(description)
        .tag("store", storeName)
        .publishPercentileHistogram();
  }

  private void blocks(String state, Supplier<Number> value) {
    own.add(
        Gauge.builder(NAME + "blocks", value)
            .description("Blocks that are cached")
            .tag("store", storeName)
            .tag("state", state)
            .register(registry));
  }

  private void bytes(String state, Supplier<Number> value) {
    own.add(
        Gauge.builder(NAME + "bytes", value)
            .description("Bytes that are cached")
            .baseUnit("bytes")
            .tag("store", storeName)
            .tag("state", state)
            .register(registry));
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    own.add(
        Gauge.builder(NAME + name, value)
            .description(description)
            .baseUnit("bytes")
            .tag("store", storeName)
            .register(registry));
  }

  @Override
  public void close() {
    own.forEach(registry::remove);
  }
}
