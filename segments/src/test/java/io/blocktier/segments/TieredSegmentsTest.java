package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.bill.RequestPrices;
import io.blocktier.blockstore.layer.MeteredBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.collect.CollectReport;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.objects.TierPrices;
import io.blocktier.segments.tiering.MoveOptions;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.PromotionPolicy;
import io.blocktier.segments.tiering.Run;
import io.blocktier.segments.tiering.SkipReason;
import io.blocktier.segments.tiering.TieringOptions;
import io.blocktier.segments.tiering.TieringPolicy;
import io.blocktier.segments.tiering.TieringReport;
import io.blocktier.segments.tiering.TieringRun;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a manager does with a hot and a cold store. */
class TieredSegmentsTest {

  private static final PromotionPolicy TWICE = new PromotionPolicy(2, Duration.ofMinutes(1), 10);
  private static final Duration NEVER = Duration.ofDays(10_000);

  private final SegmentsFixture fixture = new SegmentsFixture();
  private final InMemoryBlockStore cold =
      new InMemoryBlockStore("cold", InMemoryBlockStore.ALL_CAPABILITIES, fixture.effects);

  private static SegmentsOptions tiered(TieringPolicy policy) {
    return tiered(policy, Duration.ofMinutes(10));
  }

  /** For threads of the machine, none of which is late when the clock is turned beside them. */
  private static SegmentsOptions tieredOnCommand(TieringPolicy policy) {
    return tiered(policy, NEVER).withPatience(NEVER, NEVER);
  }

  private static SegmentsOptions tiered(TieringPolicy policy, Duration interval) {
    return SegmentsFixture.OPTIONS.with(
        new TieringOptions(policy, Optional.of(TWICE), MoveOptions.DEFAULT, interval));
  }

  private SegmentManager open(SegmentsOptions options) throws BlockStoreException {
    SegmentEffects own =
        new SegmentEffects(fixture.effects, Signals.ofThreads(), fixture.effects.executor());
    return open(fixture.store, options, own);
  }

  private SegmentManager open(BlockStore hot, SegmentsOptions options, SegmentEffects own)
      throws BlockStoreException {
    return SegmentManager.open(
        new SegmentStores(hot, Optional.of(cold)), options, own, fixture.disk);
  }

  private List<SegmentEntry> segments() throws Exception {
    return List.copyOf(
        ManifestReader.open(fixture.store, SegmentsFixture.OPTIONS.names().manifest())
            .current()
            .segments()
            .values());
  }

  private List<Tier> tiers() throws Exception {
    return segments().stream().map(entry -> entry.object().tier()).toList();
  }

  /** Seals a segment with a few records. */
  private long sealed(SegmentManager manager, String prefix) throws Exception {
    for (int i = 0; i < 40; i++) {
      put(manager, prefix + i, "value of " + prefix + i);
    }
    manager.flush();
    return segments().getLast().id();
  }

  private static Map<String, String> expected(String... prefixes) {
    Map<String, String> all = new TreeMap<>();
    for (String prefix : prefixes) {
      for (int i = 0; i < 40; i++) {
        all.put(prefix + i, "value of " + prefix + i);
      }
    }
    return all;
  }

  private void deleteSources(List<SegmentEntry> before) throws Exception {
    for (SegmentEntry entry : before) {
      Blocks.delete(fixture.store, entry.object().key());
    }
  }

  @Test
  void metersTellTheTruthOfRequestsAndWhatTheyCost() throws Exception {
    SimpleMeterRegistry truth = new SimpleMeterRegistry();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    SegmentEffects own =
        new SegmentEffects(fixture.effects, Signals.ofThreads(), fixture.effects.executor());
    BlockStore hot = new MeteredBlockStore(fixture.store, truth, "hot");
    BlockStore archive = new MeteredBlockStore(cold, truth, "cold");
    TierPrices prices = new TierPrices(new RequestPrices(1, 10, 0, 0), RequestPrices.STANDARD);
    try (SegmentManager manager =
            SegmentManager.open(
                new SegmentStores(hot, Optional.of(archive)),
                SegmentsFixture.OPTIONS.with(prices),
                own,
                fixture.disk);
        SegmentMeters _ = SegmentMeters.bind(manager, registry, "db")) {
      long first = sealed(manager, "a");
      sealed(manager, "b");
      assertThat(requests(registry, "seal", "hot", "put")).as("two segments").isEqualTo(2);
      manager.archive(first, Run.QUIET);
      assertThat(requests(registry, "tiering", "cold", "put"))
          .as("servers in memory do not copy from each other")
          .isEqualTo(1);
      scanned(manager);
      assertThat(requests(registry, "read", "cold", "get")).isPositive();
      manager.compact(CompactionPolicy.DEFAULT, false);
      assertThat(requests(registry, "compaction", "hot", "get")).isPositive();
      CollectReport collected = manager.gc(new GarbageLimits(Duration.ZERO, 1_000, 1 << 30), false);
      assertThat(collected.deleted()).isNotEmpty();
      assertThat(requests(registry, "gc", "hot", "delete")).isPositive();
      manager.fsck(CheckDepth.RECORDS);
      assertThat(requests(registry, "check", "cold", "get")).isPositive();
      manager.sweepOrphans(GarbageLimits.DEFAULT, true);
      assertThat(requests(registry, "orphans", "hot", "list")).isPositive();
      for (String tier : List.of("hot", "cold")) {
        assertThat(all(registry, tier, "put")).isEqualTo(calls(truth, tier, "write"));
        assertThat(all(registry, tier, "get")).isEqualTo(calls(truth, tier, "read"));
        assertThat(all(registry, tier, "copy")).isEqualTo(calls(truth, tier, "copy"));
        assertThat(all(registry, tier, "delete"))
            .isEqualTo(calls(truth, tier, "delete") + calls(truth, tier, "delete-all"));
        assertThat(all(registry, tier, "head")).isEqualTo(calls(truth, tier, "stat"));
      }
      double dollars =
          registry
              .get("blocktier.segments.dollars")
              .tags("cause", "manifest", "tier", "hot")
              .functionCounter()
              .count();
      double writes =
          requests(registry, "manifest", "hot", "put")
              + requests(registry, "manifest", "hot", "list");
      double reads =
          requests(registry, "manifest", "hot", "get")
              + requests(registry, "manifest", "hot", "head");
      assertThat(dollars).isEqualTo(writes / 1_000 + reads * 10 / 1_000, within(1e-9));
      assertThat(writes).isPositive();
    }
  }

  @Test
  void framesOfASegmentThatMovesStayInMemory() throws Exception {
    try (SegmentManager manager = open(SegmentsFixture.OPTIONS)) {
      long id = sealed(manager, "a");
      assertThat(get(manager, "a7")).contains("value of a7");
      long misses = manager.parts().reads().frames().misses();
      for (int turn = 0; turn < 2; turn++) {
        manager.archive(id, Run.QUIET);
        assertThat(get(manager, "a7")).contains("value of a7");
        manager.restoreToHot(id, Run.QUIET);
        assertThat(get(manager, "a7")).contains("value of a7");
      }
      assertThat(manager.parts().reads().frames().misses()).isEqualTo(misses).isEqualTo(1);
    }
  }

  private static double requests(
      SimpleMeterRegistry registry, String cause, String tier, String kind) {
    return registry
        .get("blocktier.segments.requests")
        .tags("cause", cause, "tier", tier, "kind", kind)
        .functionCounter()
        .count();
  }

  private static double all(SimpleMeterRegistry registry, String tier, String kind) {
    return registry
        .get("blocktier.segments.requests")
        .tags("tier", tier, "kind", kind)
        .functionCounters()
        .stream()
        .mapToDouble(FunctionCounter::count)
        .sum();
  }

  /** Counts what the store itself was called for. */
  private static double calls(SimpleMeterRegistry truth, String store, String operation) {
    return truth
        .find("blocktier.store.operations")
        .tags("store", store, "operation", operation)
        .timers()
        .stream()
        .mapToDouble(Timer::count)
        .sum();
  }

  @Test
  void metersCountWhatWasMovedAndByWhichWay() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (SegmentManager manager = open(SegmentsFixture.OPTIONS);
        SegmentMeters _ = SegmentMeters.bind(manager, registry, "db")) {
      long id = sealed(manager, "a");
      double bytes = segments().getFirst().content().bytes();
      manager.archive(id, Run.QUIET);

      assertThat(moves(registry, "moves", "outcome", "archived")).isEqualTo(1);
      assertThat(moves(registry, "moves", "outcome", "restored")).isZero();
      assertThat(
              moves(registry, "moved.bytes", "route", "server")
                  + moves(registry, "moved.bytes", "route", "client"))
          .isEqualTo(bytes);
      manager.restoreToHot(id, Run.QUIET);
      assertThat(moves(registry, "moves", "outcome", "restored")).isEqualTo(1);
    }
  }

  private static double moves(SimpleMeterRegistry registry, String name, String tag, String value) {
    return registry.get("blocktier.segments." + name).tag(tag, value).functionCounter().count();
  }

  @Test
  void archivedSegmentsAreReadAsBeforeAndAfterTheirSourcesAreGone() throws Exception {
    try (SegmentManager manager = open(SegmentsFixture.OPTIONS)) {
      sealed(manager, "a");
      sealed(manager, "b");
      assertThat(scanned(manager)).isEqualTo(expected("a", "b"));
      List<SegmentEntry> before = segments();
      for (SegmentEntry entry : before) {
        assertThat(manager.archive(entry.id(), Run.QUIET)).isInstanceOf(MoveOutcome.Moved.class);
      }
      assertThat(tiers()).containsExactly(Tier.COLD, Tier.COLD);
      deleteSources(before);
      assertThat(scanned(manager)).isEqualTo(expected("a", "b"));
      assertThat(get(manager, "a7")).contains("value of a7");
      assertThat(manager.moveFigures().archived()).isEqualTo(2);
    }
    try (SegmentManager manager = open(SegmentsFixture.OPTIONS)) {
      assertThat(scanned(manager)).isEqualTo(expected("a", "b"));
      sealed(manager, "c");
      assertThat(scanned(manager)).isEqualTo(expected("a", "b", "c"));
    }
  }

  @Test
  void restoredSegmentsAreReadFromTheHotStore() throws Exception {
    try (SegmentManager manager = open(SegmentsFixture.OPTIONS)) {
      long id = sealed(manager, "a");
      manager.archive(id, Run.QUIET);
      assertThat(manager.restoreToHot(id, Run.QUIET)).isInstanceOf(MoveOutcome.Moved.class);
      long sent = cold.bytesSent();
      assertThat(scanned(manager)).isEqualTo(expected("a"));
      assertThat(cold.bytesSent()).isEqualTo(sent);
      assertThat(tiers()).containsExactly(Tier.HOT);
    }
  }

  @Test
  void aPinnedSegmentStaysAndAMissingOneCannotBePinned() throws Exception {
    try (SegmentManager manager = open(SegmentsFixture.OPTIONS)) {
      long id = sealed(manager, "a");
      manager.pin(id, true);
      assertThat(manager.archive(id, Run.QUIET))
          .isEqualTo(new MoveOutcome.Skipped(id, SkipReason.PINNED));
      assertThatThrownBy(() -> manager.pin(4711, true)).isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void aPassByPolicyDoesWhatItsPlanSays() throws Exception {
    try (SegmentManager manager =
        open(tieredOnCommand(TieringPolicy.NONE.withAge(Duration.ofHours(1))))) {
      long old = sealed(manager, "a");
      fixture.clock.advance(Duration.ofHours(1));
      sealed(manager, "b");
      assertThat(manager.tieringPlan().archives())
          .extracting(archive -> archive.segment().id())
          .containsExactly(old);
      TieringReport report = manager.tier(Run.QUIET);
      assertThat(report.moved()).extracting(MoveOutcome.Moved::segment).containsExactly(old);
      assertThat(tiers()).containsExactly(Tier.COLD, Tier.HOT);
      assertThat(scanned(manager)).isEqualTo(expected("a", "b"));
    }
  }

  @Test
  void recordsThatAreReadKeepTheirSegmentHotAndThoseThatAreMissedDoNot() throws Exception {
    try (SegmentManager manager =
        open(tieredOnCommand(TieringPolicy.NONE.withIdle(Duration.ofHours(1))))) {
      long read = sealed(manager, "a");
      long missed = sealed(manager, "b");
      fixture.clock.advance(Duration.ofMinutes(40));
      assertThat(get(manager, "a1")).isPresent();
      assertThat(get(manager, "b1, which nobody wrote")).isEmpty();
      fixture.clock.advance(Duration.ofMinutes(21));
      assertThat(manager.tier(Run.QUIET).moved())
          .extracting(MoveOutcome.Moved::segment)
          .containsExactly(missed);
      fixture.clock.advance(Duration.ofHours(1));
      assertThat(manager.tier(Run.QUIET).moved())
          .extracting(MoveOutcome.Moved::segment)
          .containsExactly(read);
    }
  }

  @Test
  void whatOutlivedItsTimeIsReadNoMore() throws Exception {
    try (SegmentManager manager =
        open(tieredOnCommand(TieringPolicy.NONE.withTimeToLive(Duration.ofDays(1))))) {
      sealed(manager, "a");
      fixture.clock.advance(Duration.ofDays(1));
      sealed(manager, "b");
      assertThat(manager.tier(Run.QUIET).dropped()).hasSize(1);
      assertThat(scanned(manager)).isEqualTo(expected("b"));
      assertThat(get(manager, "a1")).isEmpty();
    }
  }

  @Test
  void aClosedManagerMovesNothing() throws Exception {
    SegmentManager manager = open(SegmentsFixture.OPTIONS);
    long id = sealed(manager, "a");
    manager.close();
    assertThatThrownBy(() -> manager.archive(id, Run.QUIET))
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> manager.tier(Run.QUIET)).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> manager.pin(id, true)).isInstanceOf(StoreClosedException.class);
    assertThat(tiers()).containsExactly(Tier.HOT);
  }

  @Test
  void theManagerArchivesByItselfAndBringsBackWhatIsReadOften() throws Exception {
    Simulation simulation = new Simulation(1, 500_000);
    List<List<Tier>> seen = new ArrayList<>();
    boolean ended =
        simulation.run(() -> {
          Effects effects = simulation.effects();
          SegmentEffects own =
              new SegmentEffects(effects, simulation.signals(), effects.executor());
          TieringPolicy policy =
              TieringPolicy.NONE.withAge(Duration.ofMinutes(15)).withResidency(Duration.ofHours(1));
          try (SegmentManager manager = open(fixture.store, tiered(policy), own)) {
            sealed(manager, "a");
            effects.sleeper().sleep(Duration.ofHours(2));
            seen.add(tiers());
            effects.sleeper().sleep(Duration.ofHours(2));
            assertThat(get(manager, "a1")).contains("value of a1");
            assertThat(get(manager, "a2")).contains("value of a2");
            effects.sleeper().sleep(Duration.ofMinutes(1));
            seen.add(tiers());
          }
        });
    assertThat(ended).isTrue();
    assertThat(seen).containsExactly(List.of(Tier.COLD), List.of(Tier.HOT));
  }

  @Test
  void anArchiveThatFailsAgainAndAgainIsSeenByWhoeverLooks() throws Exception {
    Simulation simulation = new Simulation(1, 500_000);
    SwitchedStore away = new SwitchedStore(cold);
    SegmentsOptions options =
        tiered(TieringPolicy.NONE.withAge(Duration.ofMinutes(15)).withResidency(Duration.ZERO));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    boolean ended =
        simulation.run(() -> {
          Effects effects = simulation.effects();
          SegmentEffects own =
              new SegmentEffects(effects, simulation.signals(), effects.executor());
          SegmentStores stores = new SegmentStores(fixture.store, Optional.of(away));
          try (SegmentManager manager = SegmentManager.open(stores, options, own, fixture.disk);
              SegmentMeters _ = SegmentMeters.bind(manager, registry, "test")) {
            assertThat(manager.lastTiering()).isEmpty();
            away.down(true);
            sealed(manager, "a");
            effects.sleeper().sleep(Duration.ofHours(2));

            assertThat(tiers()).containsExactly(Tier.HOT);
            TieringRun failed = manager.lastTiering().orElseThrow();
            assertThat(failed.failed()).isEqualTo(1);
            assertThat(failed.failure().orElseThrow()).contains("segment 1: ", "it is down");
            assertThat(noted(stores).orElseThrow().failure()).isEqualTo(failed.failure());
            assertThat(manager.healthCheck().healthy()).as("all can be read").isTrue();
            assertThat(manager.healthCheck().detail())
                .contains("; last tiering: began ", "; failed: segment 1: ");
            assertThat(passes(registry, "failed")).isPositive();
            assertThat(ageSeconds(registry)).isGreaterThan(3600);

            away.down(false);
            effects.sleeper().sleep(Duration.ofMinutes(21));
            assertThat(tiers()).containsExactly(Tier.COLD);
            assertThat(manager.lastTiering().orElseThrow().failure()).isEmpty();
            assertThat(noted(stores).orElseThrow().failure()).isEmpty();
            assertThat(manager.healthCheck().detail()).doesNotContain("failed:");
            assertThat(passes(registry, "ok")).isPositive();
            assertThat(ageSeconds(registry)).isLessThan(3600);
          }
        });
    assertThat(ended).isTrue();
  }

  @Test
  void aWriterThatIsFencedAndIdleLeavesTheNoteOfThePresentOneAlone() throws Exception {
    Simulation simulation = new Simulation(1, 500_000);
    SegmentsOptions idle = tiered(TieringPolicy.NONE.withAge(Duration.ofDays(30)));
    SegmentsOptions rare =
        SegmentsFixture.OPTIONS.with(
            new TieringOptions(
                TieringPolicy.NONE.withAge(Duration.ofMinutes(15)).withResidency(Duration.ZERO),
                Optional.empty(),
                MoveOptions.DEFAULT,
                Duration.ofHours(1)));
    boolean ended =
        simulation.run(() -> {
          Effects effects = simulation.effects();
          SegmentEffects own =
              new SegmentEffects(effects, simulation.signals(), effects.executor());
          SegmentStores stores = new SegmentStores(fixture.store, Optional.of(cold));
          SimulatedDisk other = new SimulatedDisk(DiskFaults.of(2), _ -> {}, (_, _) -> {});
          SegmentManager first = SegmentManager.open(stores, idle, own, fixture.disk);
          effects.sleeper().sleep(Duration.ofMinutes(25));
          assertThat(noted(stores)).isPresent();
          try (SegmentManager second = SegmentManager.open(stores, rare, own, other)) {
            sealed(second, "a");
            effects.sleeper().sleep(Duration.ofMinutes(95)); // by now the first had a later pass
            assertThat(first.lastTiering().orElseThrow().began())
                .isAfter(second.lastTiering().orElseThrow().began());
            assertThat(noted(stores).orElseThrow().began())
                .isEqualTo(second.lastTiering().orElseThrow().began());
            assertThat(noted(stores).orElseThrow().archived()).isEqualTo(1);
          }
          try {
            first.close();
          } catch (StoreClosedException fenced) {
            assertThat(fenced).hasMessageContaining("somebody else writes these segments now");
          }
        });
    assertThat(ended).isTrue();
  }

  private Optional<TieringRun> noted(SegmentStores stores) throws BlockStoreException {
    return ReadOnlySegments.open(
            stores,
            SegmentsFixture.OPTIONS.names(),
            SegmentsFixture.OPTIONS.format(),
            SegmentsFixture.OPTIONS.reading(),
            fixture.effects)
        .lastTiering();
  }

  private static double passes(SimpleMeterRegistry registry, String outcome) {
    return registry
        .get("blocktier.segments.tiering")
        .tag("outcome", outcome)
        .functionCounter()
        .count();
  }

  private static double ageSeconds(SimpleMeterRegistry registry) {
    return registry.get("blocktier.segments.tiering.age").timeGauge().value(TimeUnit.SECONDS);
  }

  @Test
  void withoutTheColdStoreItsSegmentsAreLeftAloneAndSaidToBeOutOfReach() throws Exception {
    try (SegmentManager manager = open(SegmentsFixture.OPTIONS)) {
      for (String prefix : List.of("a", "b", "c", "d")) {
        manager.archive(sealed(manager, prefix), Run.QUIET);
      }
    }
    try (SegmentManager manager = fixture.open()) {
      put(manager, "e", "hot");
      manager.flush();

      assertThatThrownBy(() -> get(manager, "a1")).isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> scanned(manager)).isInstanceOf(InvalidRequestException.class);
      assertThat(get(manager, "e")).contains("hot");
      assertThat(manager.compact(CompactionPolicy.DEFAULT, true).plan().jobs()).isEmpty();
      assertThat(manager.compact(CompactionPolicy.DEFAULT, false).jobs()).isEmpty();
    }
  }
}
