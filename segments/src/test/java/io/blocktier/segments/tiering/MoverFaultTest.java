package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.segments.manifest.DoubtfulCommitException;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.RefusedEditException;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.tiering.CarelessRelocation.Mistake;
import io.blocktier.segments.tiering.MoveOutcome.Failed;
import io.blocktier.segments.tiering.MoveOutcome.Moved;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails at whatever step, a segment is read from the one place or the other. */
class MoverFaultTest {

  private static final Duration GRACE = Duration.ofHours(1);

  private static TierBench bench(boolean common) throws Exception {
    return common ? TierBench.onOneServer() : TierBench.apart();
  }

  /** Calls on the objects of segments in the cold store go wrong by rules. */
  private static TierBench faulty(boolean common, FaultRule... rules) throws Exception {
    TierBench bench = bench(common);
    UnaryOperator<BlockStore> server = common ? ServerCopyStore::new : store -> store;
    bench.through(
        server,
        store -> new FaultyBlockStore(server.apply(store), FaultPlan.of(1, rules), bench.effects));
    return bench;
  }

  private static void assertMovesLater(TierBench bench, long id) throws Exception {
    bench.assertReadable();
    bench.assertNothingIsUnknown();
    bench.through(store -> store, store -> store);
    assertThat(bench.mover().move(id, Tier.COLD, Run.QUIET)).isInstanceOf(Moved.class);
    bench.assertReadable();
    bench.clock.advance(GRACE);
    bench.collect(GRACE);
    assertThat(bench.listed()).extracting(Orphan::object).containsExactly(bench.entry(id).object());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCopyThatIsRefusedChangesNothing(boolean common) throws Exception {
    TierBench bench =
        faulty(common, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE, Operation.COPY));
    long id = bench.add(500);
    Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.step()).isEqualTo(MoveStep.COPY);
    assertThat(failed.cause()).isInstanceOf(StoreUnavailableException.class);
    assertThat(bench.commits.current().garbage()).isEmpty();
    assertMovesLater(bench, id);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCopyWhoseReplyIsLostCountsOnceItIsVerified(boolean common) throws Exception {
    TierBench bench =
        faulty(common, FaultRule.of(FaultKind.LOST_AFTER, 100, Operation.WRITE, Operation.COPY));
    long id = bench.add(500);
    assertThat(bench.mover().move(id, Tier.COLD, Run.QUIET)).isInstanceOf(Moved.class);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCopyThatIsLostIsNotedForItMayStillLand(boolean common) throws Exception {
    TierBench bench =
        faulty(common, FaultRule.of(FaultKind.LOST_BEFORE, 100, Operation.WRITE, Operation.COPY));
    long id = bench.add(500);
    Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.step()).isEqualTo(MoveStep.VERIFY);
    assertThat(failed.cause().getSuppressed())
        .hasAtLeastOneElementOfType(OutcomeUnknownException.class);
    assertThat(bench.commits.current().garbage().values())
        .extracting(candidate -> candidate.object().tier())
        .containsExactly(Tier.COLD);
    assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
    bench.assertReadable();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCopyThatCannotBeLookedAtIsGarbage(boolean common) throws Exception {
    TierBench bench = faulty(common, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.STAT));
    long id = bench.add(500);
    Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.step()).isEqualTo(MoveStep.VERIFY);
    assertThat(bench.commits.current().garbage()).hasSize(1);
    assertMovesLater(bench, id);
  }

  @Test
  void aSourceThatCannotBeReadIsNamedAsTheCause() throws Exception {
    TierBench bench = TierBench.apart();
    FaultRule unreadable = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.READ).onCall(2);
    bench.through(
        store -> new FaultyBlockStore(store, FaultPlan.of(1, unreadable), bench.effects),
        store -> store);
    bench.options = MoveOptions.DEFAULT.withPieceBytes(100);
    long id = bench.add(500);
    Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.step()).isEqualTo(MoveStep.COPY);
    assertThat(failed.cause())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("FaultyBlockStore(hot")
        .hasMessageContaining("read");
    assertMovesLater(bench, id);
  }

  /** The manifest's store fails from the moment on at which the bytes are copied. */
  private static Run breaking(ManifestSwitch manifests) {
    return new Run(
        new MoveProgress() {
          @Override
          public void copied(long segment, long copied, long bytes) {
            manifests.broken = true;
          }
        },
        StopSign.NEVER);
  }

  private static TierBench withSwitch(ManifestSwitch manifests, TierBench bench) throws Exception {
    bench.manifests = manifests;
    bench.commits = bench.writer("switched");
    return bench;
  }

  private static FaultRule onManifests(FaultKind kind, Operation... operations) {
    return FaultRule.of(kind, 100, operations).onKeys("db/manifest/0.*");
  }

  @Test
  void aCommitThatFailsLeavesTheCopyToTheNextCommitThatWorks() throws Exception {
    TierBench bench = TierBench.apart();
    ManifestSwitch manifests =
        new ManifestSwitch(
            bench.hotMemory, bench.effects, onManifests(FaultKind.UNAVAILABLE, Operation.WRITE));
    withSwitch(manifests, bench);
    long id = bench.add(500);
    long other = bench.add(500);
    Mover mover = bench.mover();
    Failed failed = (Failed) mover.move(id, Tier.COLD, breaking(manifests));
    assertThat(failed.step()).isEqualTo(MoveStep.COMMIT);
    manifests.broken = false;
    assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
    assertThat(bench.commits.current().garbage()).isEmpty();
    mover.move(other, Tier.COLD, Run.QUIET);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
    assertThat(mover.move(id, Tier.COLD, Run.QUIET)).isInstanceOf(Moved.class);
    bench.assertReadable();
  }

  @Test
  void aCommitInDoubtThatTookEffectMovesTheSegmentAndItsCopyIsNoOrphan() throws Exception {
    TierBench bench = TierBench.apart();
    ManifestSwitch manifests =
        new ManifestSwitch(
            bench.hotMemory,
            bench.effects,
            onManifests(FaultKind.LOST_AFTER, Operation.WRITE),
            onManifests(FaultKind.UNAVAILABLE, Operation.READ, Operation.STAT));
    withSwitch(manifests, bench);
    long id = bench.add(500);
    long other = bench.add(500);
    Mover mover = bench.mover();
    Failed failed = (Failed) mover.move(id, Tier.COLD, breaking(manifests));
    assertThat(failed.cause()).isInstanceOf(DoubtfulCommitException.class);
    manifests.broken = false;
    mover.move(other, Tier.COLD, Run.QUIET);
    assertThat(bench.tier(id)).as("it was committed after all").isEqualTo(Tier.COLD);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
    assertThat(bench.commits.current().garbage().values())
        .extracting(candidate -> candidate.object().tier())
        .containsOnly(Tier.HOT);
  }

  @Test
  void aMoverThatWasFencedBetweenCopyAndCommitChangesNothing() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(500);
    Mover zombie = bench.mover();
    AtomicBoolean once = new AtomicBoolean();
    Run run =
        new Run(
            new MoveProgress() {
              @Override
              public void copied(long segment, long copied, long bytes) {
                if (!once.getAndSet(true)) {
                  bench.commits = takeOver(bench);
                }
              }
            },
            StopSign.NEVER);
    Failed failed = (Failed) zombie.move(id, Tier.COLD, run);
    assertThat(failed.step()).isEqualTo(MoveStep.COMMIT);
    assertThat(failed.cause()).isInstanceOf(FencedException.class);
    assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
    bench.assertReadable();
    assertThat(bench.orphans()).extracting(o -> o.object().tier()).containsExactly(Tier.COLD);
    bench.sweep();
    bench.assertNothingIsUnknown();
    assertZombieStays(bench, zombie, id);
  }

  private static void assertZombieStays(TierBench bench, Mover zombie, long id) throws Exception {
    long written = bench.cold.written.get();
    TieringReport report = zombie.moveAll(List.of(id, id + 1), Tier.COLD, Run.QUIET);
    assertThat(report.isFenced()).isTrue();
    assertThat(bench.cold.written.get()).isEqualTo(written);
    assertThat(bench.mover().move(id, Tier.COLD, Run.QUIET)).isInstanceOf(Moved.class);
    bench.clock.advance(GRACE);
    assertThat(bench.collect(GRACE)).isEqualTo(2);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  private static ManifestCommits takeOver(TierBench bench) {
    try {
      return bench.writer("next");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Failed careless(TierBench bench, long id, Mistake mistake) {
    MoverParts parts =
        new MoverParts(
            bench.stores(),
            TierBench.NAMES,
            bench.commits,
            MoveOptions.DEFAULT,
            bench.effects,
            new Leftovers(bench.commits),
            new FigureCounter());
    Mover mover =
        new Mover(
            parts,
            TieringPolicy.UNLIMITED,
            Signals.ofThreads(),
            (p, entry, tier, run) -> new CarelessRelocation(mistake, p, entry, tier, run));
    return (Failed) mover.move(id, Tier.COLD, Run.QUIET);
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_RESERVATION", "NUMBER_OF_THE_SOURCE"})
  void aCopyUnderANumberThatNobodyReservedIsNotCommitted(Mistake mistake) throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(500);
    Failed failed = careless(bench, id, mistake);
    assertThat(failed.step()).isEqualTo(MoveStep.COMMIT);
    assertThat(failed.cause()).isInstanceOf(RefusedEditException.class);
    bench.assertReadable();
  }

  @Test
  void aCopyThatWasNotMadeIsNotCommitted() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(500);
    Failed failed = careless(bench, id, Mistake.NO_COPY);
    assertThat(failed.step()).isEqualTo(MoveStep.VERIFY);
    assertThat(failed.cause()).isInstanceOf(BlockNotFoundException.class);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void atWhateverMomentTheProcessDiesTheNextWriterReadsTheSegmentAndFindsTheCopy(boolean common)
      throws Exception {
    int moments = 0;
    int orphans = 0;
    int moved = 0;
    for (boolean ended = false; !ended; moments++) {
      CrashingStore.Countdown countdown = new CrashingStore.Countdown();
      TierBench bench = crashing(common, countdown);
      long id = bench.add(500);
      ObjectRef source = bench.entry(id).object();
      countdown.left = moments;
      Throwable thrown = catchThrowable(() -> bench.mover().move(id, Tier.COLD, Run.QUIET));
      ended = thrown == null;
      countdown.left = Integer.MAX_VALUE;
      bench.commits = bench.writer("next");
      bench.assertReadable();
      assertThat(bench.exists(source)).as("moment %d", moments).isTrue();
      orphans += bench.orphans().size();
      moved += bench.tier(id) == Tier.COLD ? 1 : 0;
      bench.sweep();
      bench.assertNothingIsUnknown();
      bench.mover().move(id, Tier.COLD, Run.QUIET);
      bench.clock.advance(GRACE);
      bench.collect(GRACE);
      bench.assertReadable();
      assertThat(bench.listed())
          .extracting(Orphan::object)
          .containsExactly(bench.entry(id).object());
    }
    assertThat(moments).as("moments at which it can die").isGreaterThan(8);
    assertThat(orphans).as("copies that the next writer found").isPositive();
    assertThat(moved).as("moves that were committed").isPositive();
  }

  private static TierBench crashing(boolean common, CrashingStore.Countdown countdown)
      throws Exception {
    TierBench bench = bench(common);
    UnaryOperator<BlockStore> server = common ? ServerCopyStore::new : store -> store;
    UnaryOperator<BlockStore> dying = store -> new CrashingStore(server.apply(store), countdown);
    bench.through(dying, dying);
    bench.manifests = new CrashingStore(bench.hotMemory, countdown);
    bench.commits = bench.writer("dying");
    return bench;
  }
}
