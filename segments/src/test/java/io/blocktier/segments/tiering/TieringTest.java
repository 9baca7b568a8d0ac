package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.RefusedEditException;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.tiering.MoveOutcome.Moved;
import io.blocktier.segments.tiering.MoveOutcome.Skipped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TieringTest {

  private static final PromotionPolicy TWICE = new PromotionPolicy(2, Duration.ofMinutes(1), 100);

  private static Tiering tiering(TierBench bench, TieringPolicy policy) {
    TieringOptions options =
        new TieringOptions(policy, Optional.of(TWICE), bench.options, Duration.ofMinutes(10));
    return new Tiering(
        bench.stores(),
        TierBench.NAMES,
        bench.commits,
        options,
        bench.effects,
        Signals.ofThreads(),
        _ -> {});
  }

  @Test
  void aPassDoesWhatThePlanSaidAndAnotherOneNothing() throws Exception {
    TierBench bench = TierBench.apart();
    long old = bench.add(50);
    bench.clock.advance(Duration.ofHours(2));
    long young = bench.add(60);
    Tiering tiering = tiering(bench, TieringPolicy.NONE.withAge(Duration.ofHours(1)));
    assertThat(tiering.plan().archives())
        .extracting(archive -> archive.segment().id())
        .containsExactly(old);
    assertThat(bench.tier(old)).as("planning moves nothing").isEqualTo(Tier.HOT);
    TieringReport report = tiering.tier(Run.QUIET);
    assertThat(report.moved()).extracting(Moved::segment).containsExactly(old);
    assertThat(report.bytesMoved()).isEqualTo(50);
    assertThat(bench.tier(young)).isEqualTo(Tier.HOT);
    assertThat(tiering.tier(Run.QUIET).moved()).isEmpty();
    assertThat(tiering.figures().archived()).isEqualTo(1);
    bench.assertReadable();
  }

  @Test
  void commandsArchiveRestoreAndPin() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Tiering tiering = tiering(bench, TieringPolicy.NONE);
    assertThat(tiering.archive(id, Run.QUIET)).isInstanceOf(Moved.class);
    tiering.pin(id, true);
    tiering.pin(id, true);
    assertThat(tiering.restore(id, Run.QUIET)).isEqualTo(new Skipped(id, SkipReason.PINNED));
    tiering.pin(id, false);
    assertThat(tiering.restore(id, Run.QUIET)).isInstanceOf(Moved.class);
    assertThat(tiering.figures().restored()).isEqualTo(1);
    assertThatThrownBy(() -> tiering.pin(99, true)).isInstanceOf(RefusedEditException.class);
  }

  @Test
  void whatIsReadStaysHot() throws Exception {
    TierBench bench = TierBench.apart();
    long read = bench.add(50);
    long left = bench.add(50);
    Tiering tiering = tiering(bench, TieringPolicy.NONE.withIdle(Duration.ofHours(1)));
    bench.clock.advance(Duration.ofMinutes(40));
    tiering.read(bench.entry(read));
    bench.clock.advance(Duration.ofMinutes(20).plusSeconds(1));
    assertThat(tiering.tier(Run.QUIET).moved()).extracting(Moved::segment).containsExactly(left);
    bench.clock.advance(Duration.ofMinutes(40));
    assertThat(tiering.tier(Run.QUIET).moved()).extracting(Moved::segment).containsExactly(read);
  }

  @Test
  void whatWasReadBeforeARestartCountsAsReadWhenItStarted() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    bench.clock.advance(Duration.ofDays(9));
    Tiering tiering = tiering(bench, TieringPolicy.NONE.withIdle(Duration.ofHours(1)));
    assertThat(tiering.tier(Run.QUIET).moved()).isEmpty();
    assertThat(tiering.accesses().lastReadMillis(id)).isEqualTo(bench.clock.millis());
    bench.clock.advance(Duration.ofHours(1));
    assertThat(tiering.tier(Run.QUIET).moved()).hasSize(1);
  }

  @Test
  void aColdSegmentThatIsReadOftenComesBackAndStaysForAWhile() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Tiering tiering =
        tiering(
            bench, TieringPolicy.NONE.withAge(Duration.ZERO).withResidency(Duration.ofMinutes(5)));
    bench.clock.advance(Duration.ofMinutes(5));
    assertThat(tiering.tier(Run.QUIET).moved()).hasSize(1);
    bench.clock.advance(Duration.ofMinutes(5));
    tiering.read(bench.entry(id));
    assertThat(tiering.promote(Run.QUIET).moved()).isEmpty();
    tiering.read(bench.entry(id));
    assertThat(tiering.promote(Run.QUIET).moved()).hasSize(1);
    assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
    assertThat(tiering.tier(Run.QUIET).moved()).as("no ping-pong").isEmpty();
    bench.clock.advance(Duration.ofMinutes(5));
    assertThat(tiering.tier(Run.QUIET).moved()).hasSize(1);
  }

  @Test
  void whatOutlivedItsTimeIsDroppedAndCollected() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Tiering tiering = tiering(bench, TieringPolicy.NONE.withTimeToLive(Duration.ofDays(30)));
    bench.clock.advance(Duration.ofDays(30).minusMillis(1));
    assertThat(tiering.tier(Run.QUIET).dropped()).isEmpty();
    bench.clock.advance(Duration.ofMillis(1));
    assertThat(tiering.tier(Run.QUIET).dropped()).containsExactly(id);
    assertThat(bench.commits.current().segments()).isEmpty();
    bench.clock.advance(Duration.ofHours(1));
    assertThat(bench.collect(Duration.ofHours(1))).isEqualTo(1);
    assertThat(bench.listed()).isEmpty();
  }

  @Test
  void aFencedPassDropsAndMovesNothing() throws Exception {
    TierBench bench = TierBench.apart();
    bench.add(50);
    Tiering tiering =
        tiering(
            bench, TieringPolicy.NONE.withAge(Duration.ZERO).withTimeToLive(Duration.ofHours(1)));
    bench.clock.advance(Duration.ofHours(1));
    bench.commits = bench.writer("next");
    assertThatThrownBy(() -> tiering.tier(Run.QUIET)).isInstanceOf(FencedException.class);
    bench.assertReadable();
  }

  /** A background in simulated time, in which a day costs nothing. */
  private static void inSimulation(TieringPolicy policy, Scene scene) throws Exception {
    TierBench bench = TierBench.apart();
    Simulation simulation = new Simulation(1, 100_000);
    assertThat(
            simulation.run(() -> {
              TierBench inside = bench.in(simulation);
              long id = inside.add(50);
              TieringOptions options =
                  new TieringOptions(
                      policy, Optional.of(TWICE), inside.options, Duration.ofMinutes(10));
              try (Tiering tiering =
                  new Tiering(
                      inside.stores(),
                      TierBench.NAMES,
                      inside.commits,
                      options,
                      inside.effects,
                      simulation.signals(),
                      _ -> {})) {
                tiering.start();
                scene.play(inside, tiering, id);
              }
            }))
        .isTrue();
  }

  private interface Scene {
    void play(TierBench bench, Tiering tiering, long id) throws Exception;
  }

  @Test
  void theBackgroundMakesAPassEachInterval() throws Exception {
    inSimulation(
        TieringPolicy.NONE.withAge(Duration.ofMinutes(15)),
        (bench, tiering, id) -> {
          bench.effects.sleeper().sleep(Duration.ofMinutes(19));
          assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
          assertThat(tiering.lastPass().orElseThrow().moved()).isEmpty();
          bench.effects.sleeper().sleep(Duration.ofMinutes(2));
          assertThat(bench.tier(id)).isEqualTo(Tier.COLD);
          assertThat(tiering.lastPass().orElseThrow().moved()).hasSize(1);
          assertThat(tiering.lastFailure()).isEmpty();
        });
  }

  @Test
  void theBackgroundPromotesAtOnceWhatIsReadOften() throws Exception {
    inSimulation(
        TieringPolicy.NONE,
        (bench, tiering, id) -> {
          tiering.archive(id, Run.QUIET);
          SegmentEntry cold = bench.entry(id);
          tiering.read(cold);
          tiering.read(cold);
          bench.effects.sleeper().sleep(Duration.ofSeconds(1));
          assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
        });
  }

  @Test
  void theBackgroundEndsWhereAnotherWriterTookOverAndTellsWhy() throws Exception {
    inSimulation(
        TieringPolicy.NONE.withTimeToLive(Duration.ofMinutes(1)),
        (bench, tiering, id) -> {
          bench.commits = bench.writer("next");
          bench.effects.sleeper().sleep(Duration.ofMinutes(11));
          assertThat(tiering.lastFailure()).containsInstanceOf(FencedException.class);
          assertThat(bench.commits.current().segments()).containsOnlyKeys(id);
        });
  }

  @Test
  void aBackgroundThatFailsTriesAgainAtTheNextInterval() throws Exception {
    inSimulation(
        TieringPolicy.NONE.withAge(Duration.ofMinutes(1)),
        (bench, tiering, id) -> {
          Blocks.delete(bench.hotMemory, bench.entry(id).object().key());
          bench.effects.sleeper().sleep(Duration.ofMinutes(11));
          assertThat(tiering.lastPass().orElseThrow().failed())
              .extracting(MoveOutcome.Failed::step)
              .containsExactly(MoveStep.COPY);
          Blocks.write(bench.hotMemory, bench.entry(id).object().key(), bench.written.get(id));
          bench.effects.sleeper().sleep(Duration.ofMinutes(10));
          assertThat(bench.tier(id)).isEqualTo(Tier.COLD);
        });
  }

  @Test
  void whereNothingMovesByItselfReadsAreNotNoted() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Tiering manual =
        new Tiering(
            bench.stores(),
            TierBench.NAMES,
            bench.commits,
            TieringOptions.MANUAL,
            bench.effects,
            Signals.ofThreads(),
            _ -> {});
    long before = manual.accesses().lastReadMillis(id);
    bench.clock.advance(Duration.ofHours(1));
    manual.read(bench.entry(id));
    assertThat(manual.accesses().lastReadMillis(id)).isEqualTo(before);
  }

  @Test
  void aBackgroundThatIsClosedMovesNothingMore() throws Exception {
    inSimulation(
        TieringPolicy.NONE.withAge(Duration.ofMinutes(1)),
        (bench, tiering, id) -> {
          tiering.close();
          bench.effects.sleeper().sleep(Duration.ofHours(1));
          assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
          assertThatThrownBy(tiering::start).isInstanceOf(IllegalStateException.class);
        });
  }

  @Test
  void closingEndsAMoveThatWaitsForTheRate() throws Exception {
    inSimulation(
        TieringPolicy.NONE.withAge(Duration.ofMinutes(1)).withBytesPerSecond(1),
        (bench, tiering, id) -> {
          List<Long> more = List.of(bench.add(50_000), bench.add(50_000));
          bench.effects.sleeper().sleep(Duration.ofMinutes(11));
          long start = bench.effects.clock().millis();
          tiering.close();
          assertThat(bench.effects.clock().millis() - start).isLessThan(1_000);
          assertThat(bench.tier(more.getLast())).isEqualTo(Tier.HOT);
        });
  }
}
