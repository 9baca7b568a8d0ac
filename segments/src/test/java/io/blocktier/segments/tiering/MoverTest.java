package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.MoveOutcome.Failed;
import io.blocktier.segments.tiering.MoveOutcome.Moved;
import io.blocktier.segments.tiering.MoveOutcome.Skipped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MoverTest {

  private static final Duration GRACE = Duration.ofHours(1);

  private static TierBench withoutChecksums(boolean common) throws Exception {
    EnumSet<Capability> less = EnumSet.allOf(Capability.class);
    less.remove(Capability.CHECKSUM);
    Capabilities all = InMemoryBlockStore.ALL_CAPABILITIES;
    Capabilities plain = new Capabilities(less, all.limits(), all.durability());
    Effects effects = TestEffects.seeded(1);
    TierBench bench =
        new TierBench(
            TierBench.memory("hot", effects), new InMemoryBlockStore("cold", plain, effects));
    if (common) {
      bench.through(ServerCopyStore::new, ServerCopyStore::new);
    }
    return bench;
  }

  private static ServerCopyStore damaging(TierBench bench) {
    ServerCopyStore cold = new ServerCopyStore(bench.coldMemory);
    cold.setDamaging(true);
    bench.through(store -> store, _ -> cold);
    return cold;
  }

  private static Run watched(Runnable atEachPiece) {
    return new Run(
        new MoveProgress() {
          @Override
          public void copied(long segment, long copied, long bytes) {
            atEachPiece.run();
          }
        },
        StopSign.NEVER);
  }

  private static void commit(TierBench bench, Edit edit) {
    try {
      bench.commits.commit(newest -> List.of(edit));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anArchivedSegmentIsReadFromTheColdStoreAndItsSourceIsGarbage() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(5_000);
    ObjectRef source = bench.entry(id).object();
    bench.clock.advance(Duration.ofDays(1));
    Moved moved = (Moved) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(moved.source()).isEqualTo(source);
    assertThat(bench.entry(id).object()).isEqualTo(moved.target());
    assertThat(moved.target().tier()).isEqualTo(Tier.COLD);
    assertThat(moved.bytes()).isEqualTo(5_000);
    assertThat(bench.commits.current().garbage()).containsOnlyKeys(source.id());
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  @Test
  void theRecordOfASegmentTellsWhenItWasArchivedAndWhenItCameBack() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Instant created = bench.clock.instant();
    assertThat(TierRecord.of(bench.entry(id)).archived()).isEmpty();
    assertThat(TierRecord.of(bench.entry(id)).restored()).isEmpty();
    bench.clock.advance(Duration.ofDays(1));
    Instant archived = bench.clock.instant();
    bench.mover().move(id, Tier.COLD, Run.QUIET);
    TierRecord cold = TierRecord.of(bench.entry(id));
    assertThat(cold.created()).isEqualTo(created);
    assertThat(cold.archived()).contains(archived);
    assertThat(cold.tier()).isEqualTo(Tier.COLD);
    assertThat(cold.bytes()).isEqualTo(50);
    bench.clock.advance(Duration.ofDays(1));
    bench.mover().move(id, Tier.HOT, Run.QUIET);
    TierRecord hot = TierRecord.of(bench.entry(id));
    assertThat(hot.archived()).isEmpty();
    assertThat(hot.restored()).contains(bench.clock.instant());
  }

  @Test
  void betweenStoresOnOneServerNoByteOfASegmentPassesThroughTheClient() throws Exception {
    TierBench bench = TierBench.onOneServer();
    long id = bench.add(5_000);
    Mover mover = bench.mover();
    Moved archived = (Moved) mover.move(id, Tier.COLD, Run.QUIET);
    Moved restored = (Moved) mover.move(id, Tier.HOT, Run.QUIET);
    assertThat(List.of(archived.route(), restored.route())).containsOnly(Route.SERVER_SIDE);
    assertThat(archived.check()).isEqualTo(CopyCheck.BY_STORE);
    assertThat(bench.hot.read.get() + bench.cold.read.get()).as("read").isZero();
    assertThat(bench.hot.written.get() + bench.cold.written.get()).as("written").isZero();
    assertThat(mover.figures()).isEqualTo(new MoveFigures(1, 1, 0, 10_000, 0, 0, 2, 0));
    bench.assertReadable();
  }

  @Test
  void elsewhereItsBytesPassThroughInPiecesOfBoundedSize() throws Exception {
    TierBench bench = TierBench.apart();
    bench.options = MoveOptions.DEFAULT.withPieceBytes(700);
    long id = bench.add(5_000);
    Mover mover = bench.mover();
    Moved moved = (Moved) mover.move(id, Tier.COLD, Run.QUIET);
    assertThat(moved.route()).isEqualTo(Route.THROUGH_CLIENT);
    assertThat(bench.hot.read.get()).isEqualTo(5_000);
    assertThat(bench.cold.written.get()).isEqualTo(5_000);
    assertThat(bench.hot.largestRead.get()).isEqualTo(700);
    assertThat(mover.figures().bytesThroughClient()).isEqualTo(5_000);
    assertThat(mover.figures().bytesServerSide()).isZero();
    bench.assertReadable();
  }

  @Test
  void aCopyIsReadToVerifyItWhereTheStoreTellsNoChecksum() throws Exception {
    TierBench bench = withoutChecksums(true);
    long id = bench.add(5_000);
    Mover mover = bench.mover();
    Moved moved = (Moved) mover.move(id, Tier.COLD, Run.QUIET);
    assertThat(moved.check()).isEqualTo(CopyCheck.BY_READING);
    assertThat(bench.cold.read.get()).isEqualTo(5_000);
    assertThat(mover.figures().verifiedByReading()).isEqualTo(1);
    assertThat(mover.figures().bytesReadToVerify()).isEqualTo(5_000);
  }

  @Test
  void whoDoesNotTrustTheStoreHasCopiesRead() throws Exception {
    TierBench bench = TierBench.onOneServer();
    bench.options = MoveOptions.DEFAULT.with(CopyCheck.BY_READING);
    long id = bench.add(5_000);
    Moved moved = (Moved) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(moved.check()).isEqualTo(CopyCheck.BY_READING);
    assertThat(bench.cold.read.get()).isEqualTo(5_000);
  }

  private static void assertDamageIsFound(TierBench bench) throws Exception {
    long id = bench.add(5_000);
    ServerCopyStore server = damaging(bench);
    Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.step()).isEqualTo(MoveStep.VERIFY);
    assertThat(failed.cause())
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("db/segments/")
        .hasMessageContaining("checksum");
    assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
    server.setDamaging(false);
    assertThat(bench.mover().move(id, Tier.COLD, Run.QUIET)).isInstanceOf(Moved.class);
    bench.assertReadable();
  }

  @Test
  void aDamagedCopyIsFoundByTheChecksumOfTheStore() throws Exception {
    assertDamageIsFound(TierBench.apart());
  }

  @Test
  void aDamagedCopyIsFoundByReadingIt() throws Exception {
    assertDamageIsFound(withoutChecksums(false));
  }

  @Test
  void aDamagedSourceGoesNowhere() throws Exception {
    for (TierBench bench : List.of(TierBench.apart(), TierBench.onOneServer())) {
      long id = bench.add(5_000);
      Blocks.write(bench.hotMemory, bench.entry(id).object().key(), Segments.bytes(9, 5_000));
      Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
      assertThat(failed.cause()).isInstanceOf(CorruptBlockException.class);
      assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
      bench.assertNothingIsUnknown();
    }
  }

  @Test
  void aCopyThatIsTooShortIsFound() throws Exception {
    TierBench bench = TierBench.onOneServer();
    long id = bench.add(5_000);
    Blocks.write(bench.hotMemory, bench.entry(id).object().key(), Segments.bytes(9, 4_000));
    Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.cause()).hasMessageContaining("4000 bytes").hasMessageContaining("5000");
  }

  @Test
  void askedForTwiceASegmentIsMovedOnce() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    bench.mover().move(id, Tier.COLD, Run.QUIET);
    long number = bench.commits.current().number();
    assertThat(bench.mover().move(id, Tier.COLD, Run.QUIET))
        .isEqualTo(new Skipped(id, SkipReason.ALREADY_THERE));
    assertThat(bench.commits.current().number()).isEqualTo(number);
  }

  @Test
  void aSegmentComesBackUnderANumberOfItsOwn() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    ObjectRef first = bench.entry(id).object();
    bench.mover().move(id, Tier.COLD, Run.QUIET);
    Moved back = (Moved) bench.mover().move(id, Tier.HOT, Run.QUIET);
    assertThat(back.target().id()).isGreaterThan(back.source().id());
    assertThat(bench.exists(first)).as("the first object waits for its collection").isTrue();
    assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  @Test
  void aPinnedSegmentDoesNotMoveUntilItIsLetGo() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    commit(bench, new Edit.Pin(id, true));
    assertThat(bench.mover().move(id, Tier.COLD, Run.QUIET))
        .isEqualTo(new Skipped(id, SkipReason.PINNED));
    commit(bench, new Edit.Pin(id, false));
    assertThat(bench.mover().move(id, Tier.COLD, Run.QUIET)).isInstanceOf(Moved.class);
  }

  @Test
  void whatIsNotThereOrHasNowhereToGoIsSkipped() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    assertThat(bench.mover().move(77, Tier.COLD, Run.QUIET))
        .isEqualTo(new Skipped(77, SkipReason.GONE));
    Mover alone = bench.mover(new SegmentStores(bench.hot, Optional.empty()));
    assertThat(alone.move(id, Tier.COLD, Run.QUIET))
        .isEqualTo(new Skipped(id, SkipReason.NO_COLD_STORE));
  }

  @Test
  void aSecondMoveOfTheSameSegmentLeavesItToTheFirst() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Mover mover = bench.mover();
    List<MoveOutcome> seconds = new ArrayList<>();
    Run run = watched(() -> seconds.add(mover.move(id, Tier.COLD, Run.QUIET)));
    assertThat(mover.move(id, Tier.COLD, run)).isInstanceOf(Moved.class);
    assertThat(seconds).isNotEmpty().containsOnly(new Skipped(id, SkipReason.BUSY));
  }

  @Test
  void aPinThatComesWhileBytesAreCopiedHolds() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    AtomicBoolean once = new AtomicBoolean();
    Run run =
        watched(() -> {
          if (!once.getAndSet(true)) {
            commit(bench, new Edit.Pin(id, true));
          }
        });
    assertThat(bench.mover().move(id, Tier.COLD, run))
        .isEqualTo(new Skipped(id, SkipReason.PINNED));
    assertThat(bench.tier(id)).isEqualTo(Tier.HOT);
    bench.assertNothingIsUnknown();
  }

  @Test
  void aSegmentThatIsRewrittenWhileItIsCopiedLeavesACopyThatIsCollected() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    AtomicBoolean once = new AtomicBoolean();
    Run run =
        watched(() -> {
          if (!once.getAndSet(true)) {
            commit(bench, new Edit.Drop(List.of(id)));
          }
        });
    assertThat(bench.mover().move(id, Tier.COLD, run)).isEqualTo(new Skipped(id, SkipReason.GONE));
    bench.assertNothingIsUnknown();
    bench.clock.advance(GRACE);
    assertThat(bench.collect(GRACE)).isEqualTo(2);
    assertThat(bench.listed()).isEmpty();
  }

  @Test
  void theSourceIsDeletedByGarbageCollectionAfterTheGraceTimeAndNotBefore() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Moved moved = (Moved) bench.mover().move(id, Tier.COLD, Run.QUIET);
    bench.clock.advance(GRACE.minusMillis(1));
    assertThat(bench.collect(GRACE)).isZero();
    assertThat(bench.exists(moved.source())).isTrue();
    bench.clock.advance(Duration.ofMillis(1));
    assertThat(bench.collect(GRACE)).isEqualTo(1);
    assertThat(bench.exists(moved.source())).isFalse();
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  @Test
  void allMovesTogetherKeepToTheRate() throws Exception {
    TierBench bench = TierBench.apart();
    bench.rate = 1_000;
    List<Long> ids = List.of(bench.add(3_000), bench.add(2_000), bench.add(4_000));
    long start = bench.clock.millis();
    TieringReport report = bench.mover().moveAll(ids, Tier.COLD, Run.QUIET);
    assertThat(report.bytesMoved()).isEqualTo(9_000);
    assertThat(report.bytesMoved(Route.THROUGH_CLIENT)).isEqualTo(9_000);
    assertThat(bench.clock.millis() - start).isBetween(5_000L, 7_500L);
  }

  @Test
  void aMoveThatTakesTooLongIsGivenUp() throws Exception {
    TierBench bench = TierBench.apart();
    FaultRule slow =
        FaultRule.of(FaultKind.DELAYED, 100, Operation.READ).taking(Duration.ofMinutes(3));
    bench.through(
        store -> new FaultyBlockStore(store, FaultPlan.of(1, slow), bench.effects), s -> s);
    bench.options = MoveOptions.DEFAULT.withPieceBytes(10);
    long id = bench.add(50);
    Failed failed = (Failed) bench.mover().move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.step()).isEqualTo(MoveStep.COPY);
    assertThat(failed.cause()).hasMessageContaining("longer than PT5M");
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  @Test
  void aStoppedMoveLeavesTheSegmentWhereItWas() throws Exception {
    TierBench bench = TierBench.apart();
    bench.options = MoveOptions.DEFAULT.withPieceBytes(10);
    List<Long> ids = List.of(bench.add(50), bench.add(50));
    AtomicInteger pieces = new AtomicInteger();
    Run run = new Run(watched(pieces::incrementAndGet).progress(), () -> pieces.get() > 2);
    bench.options = bench.options.withParallelism(1);
    TieringReport report = bench.mover().moveAll(ids, Tier.COLD, run);
    assertThat(report.skipped())
        .extracting(Skipped::reason)
        .containsExactly(SkipReason.STOPPED, SkipReason.STOPPED);
    assertThat(bench.coldMemory.bytesReceived()).isLessThan(50);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  @Test
  void whoWaitsForTheRateCanBeStopped() throws Exception {
    TierBench bench = TierBench.apart();
    bench.rate = 1;
    bench.options = MoveOptions.DEFAULT.withParallelism(1);
    List<Long> ids = List.of(bench.add(100_000), bench.add(100));
    long start = bench.clock.millis();
    StopSign afterASecond = () -> bench.clock.millis() - start > 1_000;
    TieringReport report =
        bench.mover().moveAll(ids, Tier.COLD, new Run(MoveProgress.NONE, afterASecond));
    assertThat(report.moved()).hasSize(1);
    assertThat(report.skipped()).containsExactly(new Skipped(ids.get(1), SkipReason.STOPPED));
    assertThat(bench.clock.millis() - start).isLessThan(2_000);
  }

  @Test
  void noMoreSegmentsMoveAtOnceThanAreAllowed() throws Exception {
    TierBench bench = TierBench.apart();
    bench.options = MoveOptions.DEFAULT.withParallelism(3);
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(bench.add(50));
    }
    Set<Long> now = ConcurrentHashMap.newKeySet();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    MoveProgress progress =
        new MoveProgress() {
          @Override
          public void copied(long segment, long copied, long bytes) {
            if (now.add(segment)) {
              most.accumulateAndGet(now.size(), Math::max);
              three.countDown();
              awaitCalmly(three);
            }
          }

          @Override
          public void ended(MoveOutcome outcome) {
            now.remove(outcome.segment());
          }
        };
    TieringReport report = bench.mover().moveAll(ids, Tier.COLD, new Run(progress, StopSign.NEVER));
    assertThat(report.moved()).hasSize(12);
    assertThat(most.get()).isEqualTo(3);
    bench.assertReadable();
    bench.assertNothingIsUnknown();
  }

  private static void awaitCalmly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).as("three at once").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRunGivesUpWhereNothingWorks() throws Exception {
    TierBench bench = TierBench.apart();
    FaultRule down = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE);
    bench.through(
        s -> s, store -> new FaultyBlockStore(store, FaultPlan.of(1, down), bench.effects));
    bench.options = MoveOptions.DEFAULT.withParallelism(1);
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(bench.add(50));
    }
    TieringReport report = bench.mover().moveAll(ids, Tier.COLD, Run.QUIET);
    assertThat(report.failed()).hasSize(3);
    assertThat(report.skipped())
        .extracting(Skipped::reason)
        .containsOnly(SkipReason.AFTER_FAILURES)
        .hasSize(3);
    assertThat(report.isFenced()).isFalse();
    assertThat(bench.commits.current().garbage()).as("nothing has landed").isEmpty();
  }

  @Test
  void progressTellsOfPiecesAndOutcomes() throws Exception {
    TierBench bench = TierBench.apart();
    bench.options = MoveOptions.DEFAULT.withPieceBytes(20);
    long id = bench.add(50);
    List<Long> told = new ArrayList<>();
    List<MoveOutcome> outcomes = new ArrayList<>();
    MoveProgress progress =
        new MoveProgress() {
          @Override
          public void copied(long segment, long copied, long bytes) {
            assertThat(bytes).isEqualTo(50);
            told.add(copied);
          }

          @Override
          public void ended(MoveOutcome outcome) {
            outcomes.add(outcome);
          }
        };
    MoveOutcome outcome = bench.mover().move(id, Tier.COLD, new Run(progress, StopSign.NEVER));
    assertThat(outcomes).containsExactly(outcome);
    assertThat(told).isSorted().contains(20L, 40L, 50L);
  }

  @Test
  void anExceptionOfTheManifestIsAnOutcome() throws Exception {
    TierBench bench = TierBench.apart();
    long id = bench.add(50);
    Mover mover = bench.mover();
    bench.commits = bench.writer("second");
    Failed failed = (Failed) mover.move(id, Tier.COLD, Run.QUIET);
    assertThat(failed.step()).isEqualTo(MoveStep.RESERVE);
    assertThat(failed.cause()).isInstanceOf(ManifestException.class);
    assertThat(bench.cold.written.get()).as("nothing is copied without a number").isZero();
  }
}
