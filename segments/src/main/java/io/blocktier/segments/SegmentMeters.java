package io.blocktier.segments;

import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.segments.format.FrameCache;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.RequestCause;
import io.blocktier.segments.objects.RequestLedger;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a manager of segments tells to a Micrometer registry, each with the tag {@code segments}:
 *
 * <ul>
 *   <li>gauges {@code blocktier.segments.count} and {@code blocktier.segments.bytes}, tag {@code
 *       tier}: {@code hot} or {@code cold}, the segments of the newest manifest and the size of
 *       their objects;
 *   <li>gauges {@code blocktier.segments.garbage} and {@code blocktier.segments.garbage.bytes}:
 *       objects that no segment needs any more, and that are not deleted yet;
 *   <li>gauge {@code blocktier.segments.snapshots};
 *   <li>gauges {@code blocktier.segments.unsealed} and {@code blocktier.segments.unsealed.max}:
 *       bytes of memory that records take which no segment has, and may take at most;
 *   <li>gauge {@code blocktier.segments.unsealed.age}: how long the oldest of them waits;
 *   <li>counter {@code blocktier.segments.seals}, tag {@code outcome}: {@code ok} for segments that
 *       were written and committed, {@code failed} for attempts that are made again;
 *   <li>counter {@code blocktier.segments.reads}, tag {@code found}: {@code memory}, {@code
 *       segment} or {@code nowhere}, for reads of single keys;
 *   <li>counter {@code blocktier.segments.frames}, tag {@code outcome}: {@code hit} for single
 *       reads that found their frame in memory, or on its way for somebody else, {@code miss} for
 *       those that asked the store for one that may be kept;
 *   <li>gauges {@code blocktier.segments.frames.bytes} and {@code blocktier.segments.frames.max}:
 *       what frames in memory take, and may take at most;
 *   <li>counter {@code blocktier.segments.moves}, tag {@code outcome}: {@code archived} or {@code
 *       restored} for segments that are in the other tier now, {@code failed} for those that are
 *       not;
 *   <li>counter {@code blocktier.segments.moved.bytes}, tag {@code route}: {@code server} for bytes
 *       that servers copied, {@code client} for those that passed through here, {@code verify} for
 *       those that were read to compare copies;
 *   <li>gauges {@code blocktier.segments.index.segments}, {@code blocktier.segments.index.records}
 *       and {@code blocktier.segments.index.bytes}: what the index of keys covers, and the memory
 *       off the heap that it takes;
 *   <li>counter {@code blocktier.segments.index.checkpoints}, tag {@code outcome}: {@code written},
 *       {@code failed}, or {@code unusable} for damaged ones that were found;
 *   <li>counter {@code blocktier.segments.upkeep}, tag {@code outcome}: {@code ok} or {@code
 *       failed}, for runs of the upkeep that {@link SegmentsOptions#upkeep()} asks for;
 *   <li>gauge {@code blocktier.segments.upkeep.age}: how long ago the last one ended that was ok,
 *       or these segments were opened; 0 where there is no such upkeep;
 *   <li>counter {@code blocktier.segments.tiering}, tag {@code outcome}: {@code ok} for due passes
 *       of {@link SegmentsOptions#tiering()} in which nothing failed, {@code failed} for those in
 *       which something did;
 *   <li>gauge {@code blocktier.segments.tiering.age}: how long ago the last one ended that was ok,
 *       or these segments were opened; 0 where nothing moves by itself;
 *   <li>counter {@code blocktier.segments.requests}, tags {@code cause} ({@link RequestCause}),
 *       {@code tier} and {@code kind} ({@link RequestKind}): requests to the stores, those of parts
 *       and further attempts included where the store tells of them;
 *   <li>counter {@code blocktier.segments.dollars}, tags {@code cause} and {@code tier}: what they
 *       cost by {@link SegmentsOptions#prices()}, as an estimate.
 * </ul>
 *
 * Closing removes them.
 */
public final class SegmentMeters implements AutoCloseable {

  private static final String NAME = "blocktier.segments.";

  private final MeterRegistry registry;
  private final String segments;
  private final List<Meter> own = new ArrayList<>();

  private SegmentMeters(MeterRegistry registry, String segments) {
    this.registry = registry;
    this.segments = segments;
  }

  /**
   * Registers the meters of a manager.
   *
   * @param manager the manager
   * @param registry where the meters go; outlives the manager
   * @param segments the value of the tag {@code segments}
   * @return the meters, which the caller closes with the manager
   */
  @SuppressWarnings("exports") // only who meters needs Micrometer, not every reader of this module
  public static SegmentMeters bind(
      SegmentManager manager, MeterRegistry registry, String segments) {
    SegmentMeters meters = new SegmentMeters(registry, segments);
    meters.register(manager);
    return meters;
  }

  private void register(SegmentManager manager) {
    SegmentParts parts = manager.parts();
    Supplier<Manifest> manifest = parts.stewardship()::current;
    for (Tier tier : Tier.values()) {
      String name = tier.name().toLowerCase(Locale.ROOT);
      Supplier<Number> count = () -> in(manifest.get(), tier).count();
      add(gauge("count", "Segments", count).tag("tier", name));
      Supplier<Number> bytes =
          () -> in(manifest.get(), tier).mapToLong(entry -> entry.content().bytes()).sum();
      add(gauge("bytes", "The size of their objects", bytes).tag("tier", name).baseUnit("bytes"));
    }
    add(gauge("garbage", "Objects to be deleted", () -> manifest.get().garbage().size()));
    add(gauge("garbage.bytes", "Their size", () -> garbageBytes(manifest.get())).baseUnit("bytes"));
    add(gauge("snapshots", "Named views", () -> manifest.get().snapshots().size()));
    registerIndex(parts.indexing());
    registerUnsealed(manager);
    registerCounts(parts);
    registerUpkeep(parts.background());
    for (RequestCause cause : RequestCause.values()) {
      registerRequests(manager, cause);
    }
  }

  private void registerIndex(Indexing index) {
    add(gauge("index.segments", "Covered ones", () -> index.figures().segments()));
    add(gauge("index.records", "Records in the table", () -> index.figures().records()));
    add(gauge("index.bytes", "Off the heap", () -> index.figures().bytes()).baseUnit("bytes"));
    String checkpoints = "index.checkpoints";
    counter(checkpoints, "outcome", "written", index, of -> of.figures().written());
    counter(checkpoints, "outcome", "failed", index, of -> of.figures().failed());
    counter(checkpoints, "outcome", "unusable", index, of -> of.figures().unusable());
  }

  private static Stream<SegmentEntry> in(Manifest manifest, Tier tier) {
    return manifest.segments().values().stream().filter(entry -> entry.object().tier() == tier);
  }

  private static long garbageBytes(Manifest manifest) {
    return manifest.garbage().values().stream().mapToLong(Candidate::bytes).sum();
  }

  private void registerUnsealed(SegmentManager manager) {
    Tables tables = manager.parts().tables();
    add(gauge("unsealed", "Records that no segment has", tables::memoryBytes).baseUnit("bytes"));
    add(
        gauge("unsealed.max", "The most of them there may be", manager::maxUnsealedBytes)
            .baseUnit("bytes"));
    age("unsealed.age", "How long the oldest of them waits", tables::oldestNanos);
  }

  private void registerUpkeep(BackgroundUpkeep upkeep) {
    counter("upkeep", "outcome", "ok", upkeep, BackgroundUpkeep::succeeded);
    counter("upkeep", "outcome", "failed", upkeep, BackgroundUpkeep::failed);
    age("upkeep.age", "How long ago all of it was done", upkeep::ageNanos);
  }

  private void age(String name, String description, Supplier<Number> nanos) {
    own.add(
        TimeGauge.builder(NAME + name, nanos, TimeUnit.NANOSECONDS)
            .description(description)
            .tag("segments", segments)
            .strongReference(true)
            .register(registry));
  }

  private void registerCounts(SegmentParts parts) {
    counter("seals", "outcome", "ok", parts.progress(), SealProgress::seals);
    counter("seals", "outcome", "failed", parts.progress(), SealProgress::failures);
    registerMoves(parts.tiers());
    ReadCounts reads = parts.reads().counts();
    counter("reads", "found", "memory", reads, ReadCounts::memory);
    counter("reads", "found", "segment", reads, ReadCounts::segment);
    counter("reads", "found", "nowhere", reads, ReadCounts::nowhere);
    FrameCache frames = parts.reads().frames();
    counter("frames", "outcome", "hit", frames, FrameCache::hits);
    counter("frames", "outcome", "miss", frames, FrameCache::misses);
    add(gauge("frames.bytes", "Frames in memory", frames::bytes).baseUnit("bytes"));
    add(gauge("frames.max", "The most of them", frames::maxBytes).baseUnit("bytes"));
  }

  private void registerMoves(Tiers tiers) {
    counter("moves", "outcome", "archived", tiers, of -> of.figures().archived());
    counter("moves", "outcome", "restored", tiers, of -> of.figures().restored());
    counter("moves", "outcome", "failed", tiers, of -> of.figures().failed());
    counter("tiering", "outcome", "ok", tiers, Tiers::passesSucceeded);
    counter("tiering", "outcome", "failed", tiers, Tiers::passesFailed);
    age("tiering.age", "How long ago nothing of a due pass failed", tiers::ageNanos);
    counter("moved.bytes", "route", "server", tiers, of -> of.figures().bytesServerSide());
    counter("moved.bytes", "route", "client", tiers, of -> of.figures().bytesThroughClient());
    counter("moved.bytes", "route", "verify", tiers, of -> of.figures().bytesReadToVerify());
  }

  private void registerRequests(SegmentManager manager, RequestCause cause) {
    RequestLedger ledger = manager.parts().ledger();
    for (Tier tier : Tier.values()) {
      Tags tags = Tags.of("cause", label(cause), "tier", label(tier));
      for (RequestKind kind : RequestKind.values()) {
        counter(
            "requests",
            tags.and("kind", label(kind)),
            ledger,
            of -> of.count(cause, tier, kind).requests());
      }
      counter("dollars", tags, ledger, of -> of.dollars(cause, tier, manager.prices()));
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Micrometer keeps what counts weakly, which lives as long as the manager. */
  private <T> void counter(
      String name, String tag, String value, T counts, ToDoubleFunction<T> count) {
    counter(name, Tags.of(tag, value), counts, count);
  }

  private <T> void counter(String name, Tags tags, T counts, ToDoubleFunction<T> count) {
    own.add(
        FunctionCounter.builder(NAME + name, counts, count)
            .description("How often that was the case")
            .tag("segments", segments)
            .tags(tags)
            .register(registry));
  }

  private Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, Supplier<Number> value) {
    return Gauge.builder(NAME + name, value)
        .description(description)
        .tag("segments", segments)
        .strongReference(true);
  }

  private void add(Gauge.Builder<Supplier<Number>> gauge) {
    own.add(gauge.register(registry));
  }

  @Override
  public void close() {
    own.forEach(registry::remove);
    own.clear();
  }
}
