package io.blocktier.segments.compact;

import static io.blocktier.segments.audit.SegmentBench.Line.delete;
import static io.blocktier.segments.audit.SegmentBench.Line.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.bill.RequestTally;
import io.blocktier.blockstore.layer.BilledBlockStore;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.segments.audit.Audit;
import io.blocktier.segments.audit.SegmentBench;
import io.blocktier.segments.audit.SegmentBench.Line;
import io.blocktier.segments.collect.GarbageCollector;
import io.blocktier.segments.collect.Undo;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.RefusedEditException;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class CompactorTest {

  private static final CompactionPolicy POLICY =
      new CompactionPolicy(
          0.7, 8, 1 << 20, 1 << 20, 1 << 20, Duration.ofMinutes(1), Pace.UNLIMITED);

  private final SegmentBench bench = new SegmentBench();

  private Compactor compactor() {
    return compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, POLICY);
  }

  private Compactor compactor(BlockStore hot, RecordBounds views, CompactionPolicy policy) {
    SegmentStores stores = new SegmentStores(hot, Optional.of(bench.cold));
    Liveness liveness = new KeyIndexLiveness(stores, bench.format, views, policy, bench.clock);
    return new Compactor(
        bench.commits, stores, bench.names, bench.format, liveness, views, policy, bench.effects);
  }

  private CompactionJob job(Long... ids) throws Exception {
    Manifest manifest = bench.read();
    List<SegmentEntry> inputs = Arrays.stream(ids).map(id -> manifest.segments().get(id)).toList();
    long bytes = inputs.stream().mapToLong(entry -> entry.content().bytes()).sum();
    return new CompactionJob(Tier.HOT, inputs, bytes, bytes, false);
  }

  private JobReport compact(Long... ids) throws Exception {
    JobReport report = compactor().run(job(ids));
    assertThat(report.givenUp()).isEmpty();
    return report;
  }

  private void collect() throws Exception {
    bench.waitOutTheHorizon();
    new GarbageCollector(bench.commits, bench.stores, bench.names, SegmentBench.LIMITS, bench.clock)
        .run();
  }

  @Test
  void ofEachKeyTheNewestRecordStays() throws Exception {
    long a = bench.add(put("a", 1, "1"), put("b", 2, "1"), put("c", 3, "1"));
    long b = bench.add(put("b", 4, "2"), put("d", 5, "1"));
    long c = bench.add(put("a", 6, "2"), put("b", 7, "3"));
    SortedMap<String, String> before = bench.contents();
    JobReport report = compact(a, b, c);
    assertThat(bench.contents())
        .isEqualTo(before)
        .isEqualTo(Map.of("a", "2", "b", "3", "c", "1", "d", "1"));
    assertThat(report.outputs()).hasSize(1);
    assertThat(report.kept()).isEqualTo(4);
    assertThat(report.shadowed()).isEqualTo(3);
    assertThat(bench.read().segments()).containsOnlyKeys(report.outputs().getFirst().id());
    assertThat(report.bill().writes()).isEqualTo(1);
    assertThat(report.bill().bytesRead()).isGreaterThanOrEqualTo(report.job().inputBytes() / 2);
    assertThat(bench.audit.assertSound("compacted").pending()).isEqualTo(3);
    collect();
    assertThat(bench.audit.assertSound("collected").listed()).isEqualTo(1);
    assertThat(bench.contents()).isEqualTo(before);
  }

  @Test
  void theOrderOfTheInputsDoesNotMatter() throws Exception {
    long a = bench.add(put("k", 9, "new"));
    long b = bench.add(put("k", 1, "old"));
    compact(b, a);
    assertThat(bench.contents()).isEqualTo(Map.of("k", "new"));
  }

  @Test
  void outputsAreCutBySize() throws Exception {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      lines.add(put(String.format(Locale.ROOT, "k%03d", i), i, "v".repeat(100)));
    }
    long id = bench.add(lines.toArray(Line[]::new));
    SortedMap<String, String> before = bench.contents();
    CompactionPolicy small =
        new CompactionPolicy(0.7, 8, 1 << 20, 1_000, 1 << 20, Duration.ZERO, Pace.UNLIMITED);
    JobReport report = compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, small).run(job(id));
    assertThat(report.outputs()).hasSizeGreaterThan(3);
    assertThat(bench.contents()).isEqualTo(before);
    bench.audit.assertSound("cut");
  }

  @Test
  void whereNothingIsAliveNothingIsWritten() throws Exception {
    long id = bench.add(put("k", 1, "v").expiring(1_000));
    bench.clock.advance(Duration.ofHours(1));
    JobReport report = compact(id);
    assertThat(report.outputs()).isEmpty();
    assertThat(report.over()).isEqualTo(1);
    assertThat(report.bill().writes()).isZero();
    assertThat(report.gain()).isEqualTo(report.job().inputBytes());
    assertThat(bench.read().segments()).isEmpty();
  }

  /** The input that has the older record can come back by an undo until it is condemned. */
  @Test
  void aTombstoneStaysUntilNothingOlderCanComeBack() throws Exception {
    long a = bench.add(put("k", 1, "v"), put("l", 2, "v"));
    long b = bench.add(delete("k", 3));
    long first = compact(a, b).outputs().getFirst().id();
    assertThat(bench.records(first)).isEqualTo(2);
    new Undo(bench.commits, bench.stores).run(a);
    assertThat(bench.contents()).as("what was deleted stays deleted").isEqualTo(Map.of("l", "v"));
    bench.drop(a);
    collect();
    long second = compact(first).outputs().getFirst().id();
    assertThat(bench.records(second)).isEqualTo(1);
    assertThat(bench.contents()).isEqualTo(Map.of("l", "v"));
  }

  @Test
  void aTombstoneStaysWhileADroppedSegmentMayComeBackWithAnOlderRecord() throws Exception {
    long dropped = bench.add(put("k", 1, "v"));
    long tombstone = bench.add(delete("k", 2));
    bench.drop(dropped);
    assertThat(compact(tombstone).kept()).isEqualTo(1);
    new Undo(bench.commits, bench.stores).run(dropped);
    assertThat(bench.contents()).as("what was deleted stays deleted").isEmpty();
  }

  @Test
  void aTombstoneStaysWhileASegmentOutsideMayHaveAnOlderRecord() throws Exception {
    bench.add(put("a", 1, "v"), put("k", 2, "v"), put("z", 3, "v"));
    long tombstones = bench.add(delete("k", 4), delete("zz", 5));
    JobReport report = compact(tombstones);
    assertThat(report.over()).as("nobody has a key like zz").isEqualTo(1);
    assertThat(report.kept()).isEqualTo(1);
    assertThat(bench.contents()).isEqualTo(Map.of("a", "v", "z", "v"));
  }

  @Test
  void aTombstoneGoesIfNobodyHasItsKeyThoughOthersHaveKeysAround() throws Exception {
    bench.add(put("a", 1, "v"), put("z", 2, "v"));
    long tombstone = bench.add(delete("k", 3));
    assertThat(compact(tombstone).outputs()).isEmpty();
    assertThat(bench.contents()).isEqualTo(Map.of("a", "v", "z", "v"));
  }

  @Test
  void whereTheIndexesOfOthersDoNotFitTombstonesStay() throws Exception {
    bench.add(put("a", 1, "v"), put("z", 2, "v"));
    long tombstone = bench.add(delete("k", 3));
    CompactionPolicy narrow =
        new CompactionPolicy(0.7, 8, 1 << 20, 1 << 20, 1, Duration.ZERO, Pace.UNLIMITED);
    JobReport report =
        compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, narrow).run(job(tombstone));
    assertThat(report.kept()).isEqualTo(1);
  }

  @Test
  void whatASegmentOutsideShadowsIsDropped() throws Exception {
    long old = bench.add(put("a", 1, "old"), put("b", 2, "old"));
    bench.add(put("a", 3, "new"));
    JobReport report = compact(old);
    assertThat(report.shadowed()).isEqualTo(1);
    assertThat(report.kept()).isEqualTo(1);
    assertThat(bench.contents()).isEqualTo(Map.of("a", "new", "b", "old"));
  }

  @Test
  void whatIsShadowedByASegmentThatGoesMeanwhileIsNotDropped() throws Exception {
    long old = bench.add(put("a", 1, "old"));
    long newer = bench.add(put("a", 2, "new"));
    RecordBounds dropping = views(Long.MAX_VALUE, 2, () -> drop(newer));
    JobReport report = compactor(bench.hot, dropping, POLICY).run(job(old));
    assertThat(report.givenUp()).containsInstanceOf(CompactionPostponedException.class);
    assertThat(bench.contents()).isEqualTo(Map.of("a", "old"));
  }

  @Test
  void aTombstoneGoesIfAllOthersAreNewer() throws Exception {
    long tombstone = bench.add(delete("k", 1));
    bench.add(put("a", 2, "v"), put("k", 3, "v"), put("z", 4, "v"));
    assertThat(compact(tombstone).outputs()).isEmpty();
    assertThat(bench.contents()).hasSize(3);
  }

  @Test
  void aTombstoneOfWhatIsNotSettledStays() throws Exception {
    long id = bench.add(delete("k", 7));
    RecordBounds unsettled = views(Long.MAX_VALUE, 6, () -> {});
    assertThat(compactor(bench.hot, unsettled, POLICY).run(job(id)).outputs()).hasSize(1);
  }

  @Test
  void whatIsOverHidesWhatIsOlder() throws Exception {
    long old = bench.add(put("k", 1, "old"));
    long over = bench.add(put("k", 2, "new").expiring(1_000));
    bench.clock.advance(Duration.ofHours(1));
    assertThat(bench.contents()).isEmpty();
    long tombstone = compact(over).outputs().getFirst().id();
    assertThat(bench.contents()).isEmpty();
    assertThat(bench.read().segments().get(tombstone).content().tombstones()).isEqualTo(1);
    compact(old, tombstone);
    assertThat(bench.contents()).isEmpty();
  }

  @Test
  void whatIsOverByLessThanTheGraceStays() throws Exception {
    long id = bench.add(put("k", 2, "v").expiring(bench.clock.millis() + 1_000));
    bench.clock.advance(Duration.ofSeconds(30));
    assertThat(compact(id).kept()).isEqualTo(1);
  }

  @Test
  void aSnapshotSeesTheSameBehindCompactionAndCollection() throws Exception {
    long a = bench.add(put("k", 1, "old"), put("l", 2, "old"));
    bench.commit(new Edit.TakeSnapshot("s", 2));
    long b = bench.add(put("k", 3, "new"), delete("l", 4));
    SortedMap<String, String> seen = bench.contents("s");
    compact(a, b);
    collect();
    assertThat(bench.contents("s")).isEqualTo(seen).isEqualTo(Map.of("k", "old", "l", "old"));
    assertThat(bench.contents()).isEqualTo(Map.of("k", "new"));
    bench.audit.assertSound("with a snapshot");
    bench.commit(new Edit.DropSnapshot("s"));
    collect();
    assertThat(bench.audit.assertSound("without").listed()).isEqualTo(1);
  }

  private static RecordBounds views(long pinned, long settled, Runnable onLook) {
    return new RecordBounds() {
      @Override
      public long pinned() {
        return pinned;
      }

      @Override
      public long settled(Manifest manifest) {
        onLook.run();
        return settled;
      }
    };
  }

  /** A snapshot at 1 that is committed behind the merge would no longer find what it sees. */
  @Test
  void aCompactionWaitsForASnapshotThatIsJustTaken() throws Exception {
    long a = bench.add(put("k", 1, "old"));
    long b = bench.add(put("k", 2, "new"));
    JobReport report = compactor(bench.hot, views(1, 2, () -> {}), POLICY).run(job(a, b));
    assertThat(report.givenUp()).containsInstanceOf(CompactionPostponedException.class);
    assertThat(bench.read().segments()).containsOnlyKeys(a, b);
    assertThat(bench.audit.assertSound("postponed").pending()).isEqualTo(1);
    bench.commit(new Edit.TakeSnapshot("s", 1));
    assertThat(bench.contents("s")).isEqualTo(Map.of("k", "old"));
  }

  @Test
  void whatWasDroppedDuringACompactionDoesNotComeBack() throws Exception {
    long a = bench.add(put("k", 1, "secret"));
    long b = bench.add(put("l", 2, "v"));
    RecordBounds dropping = views(Long.MAX_VALUE, 2, () -> drop(a));
    JobReport report = compactor(bench.hot, dropping, POLICY).run(job(a, b));
    assertThat(report.givenUp()).containsInstanceOf(RefusedEditException.class);
    assertThat(report.outputs()).isEmpty();
    assertThat(report.gain()).isZero();
    assertThat(bench.contents()).isEqualTo(Map.of("l", "v"));
    Audit audit = bench.audit.assertSound("overtaken");
    assertThat(audit.pending()).as("what was dropped, and what was written in vain").isEqualTo(2);
    assertThat(audit.inFlight()).isZero();
    collect();
    assertThat(bench.audit.assertSound("collected").listed()).isEqualTo(1);
  }

  private void drop(long id) {
    try {
      bench.drop(id);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFencedCompactorChangesNothing() throws Exception {
    long a = bench.add(put("k", 1, "v"));
    ManifestCommits zombie = bench.commits;
    Compactor late = compactor();
    CompactionJob job = job(a);
    bench.commits = bench.open("second");
    assertThatThrownBy(() -> late.run(job)).isInstanceOf(FencedException.class);
    assertThat(zombie.current().segments()).containsKey(a);
    assertThat(bench.contents()).isEqualTo(Map.of("k", "v"));
    bench.audit.assertSound("behind a zombie");
  }

  @Test
  void aJobWhoseInputIsDamagedIsGivenUpAndTheOthersGoOn() throws Exception {
    long damaged = bench.add(put("k", 1, "v".repeat(3_000)));
    long sound = bench.add(put("l", 2, "v"));
    byte[] bytes = Blocks.readAll(bench.hot, bench.key(damaged)).array();
    bytes[5]++;
    Blocks.write(bench.hot, bench.key(damaged), bytes);
    Map<Long, SegmentUse> uses =
        Map.of(damaged, new SegmentUse(1, 10), sound, new SegmentUse(1, 10));
    CompactionPolicy single =
        new CompactionPolicy(0.7, 2, 1, 1 << 20, 1 << 20, Duration.ZERO, Pace.UNLIMITED);
    CompactionReport report =
        new Compactor(
                bench.commits,
                bench.stores,
                bench.names,
                bench.format,
                manifest -> uses,
                RecordBounds.OF_THE_MANIFEST,
                single,
                bench.effects)
            .run();
    assertThat(report.jobs()).hasSize(2);
    assertThat(report.jobs())
        .filteredOn(job -> job.givenUp().isPresent())
        .singleElement()
        .satisfies(
            job -> assertThat(job.givenUp()).containsInstanceOf(CorruptBlockException.class));
    assertThat(bench.read().segments()).containsKey(damaged).doesNotContainKey(sound);
    assertThat(bench.audit.assertSound("one was damaged").live()).isEqualTo(2);
  }

  @Test
  void aDryRunTellsWhatIsDeadByKeyIndexesAloneAndChangesNothing() throws Exception {
    long dead = bench.add(put("a", 1, "x".repeat(5_000)), put("b", 2, "y"));
    long alive = bench.add(put("a", 3, "x".repeat(5_000)));
    long number = bench.read().number();
    RequestTally tally = new RequestTally();
    BlockStore counted = new BilledBlockStore(bench.hot, tally);
    CompactionReport report = compactor(counted, RecordBounds.OF_THE_MANIFEST, POLICY).dryRun();
    assertThat(report.dryRun()).isTrue();
    assertThat(report.plan().jobs())
        .singleElement()
        .satisfies(job -> {
          assertThat(job.ids()).containsExactly(dead).doesNotContain(alive);
          assertThat(job.expectedBytes()).isLessThan(job.inputBytes() / 10);
        });
    assertThat(report.plan().gain()).isPositive();
    assertThat(RequestBill.of(tally).reads()).as("one for each segment").isEqualTo(2);
    assertThat(RequestBill.of(tally).writes()).isZero();
    assertThat(RequestBill.of(tally).bytesRead()).isLessThan(2_000);
    assertThat(bench.read().number()).isEqualTo(number);
  }

  @Test
  void compactionLeavesNothingThatIsWorthAnother() throws Exception {
    for (int round = 0; round < 6; round++) {
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        lines.add(put(String.format(Locale.ROOT, "k%02d", i), 100L * round + i, "v" + round));
      }
      bench.add(lines.toArray(Line[]::new));
    }
    CompactionReport report = compactor().run();
    assertThat(report.jobs()).isNotEmpty();
    assertThat(report.gain()).isPositive();
    assertThat(report.bill().reads()).isPositive();
    assertThat(bench.contents()).hasSize(20).containsEntry("k07", "v5");
    assertThat(compactor().run().jobs()).isEmpty();
  }

  @Test
  void aPinnedSegmentIsLeftAsItIs() throws Exception {
    long dead = bench.add(put("a", 1, "1"));
    bench.add(put("a", 2, "2"));
    bench.commit(new Edit.Pin(dead, true));
    assertThat(compactor().dryRun().plan().jobs()).isEmpty();
  }

  @Test
  void smallSegmentsAreMergedOnceThereAreEnough() throws Exception {
    for (int i = 0; i < 3; i++) {
      bench.add(put("k" + i, i + 1, "v"));
    }
    assertThat(compactor().dryRun().plan().jobs()).isEmpty();
    bench.add(put("k3", 4, "v"));
    assertThat(compactor().run().jobs()).hasSize(1);
    assertThat(bench.read().segments()).hasSize(1);
    assertThat(bench.contents()).hasSize(4);
  }

  private Line[] lines(int from, int to, long sequence, int bytes) {
    Line[] lines = new Line[to - from];
    for (int i = from; i < to; i++) {
      byte[] random = new byte[bytes];
      new java.util.Random(i).nextBytes(random);
      String value = java.util.HexFormat.of().formatHex(random);
      lines[i - from] = put(String.format(Locale.ROOT, "k%05d", i), sequence + i, value);
    }
    return lines;
  }

  @Test
  void smallSegmentsWhoseKeysDoNotOverlapAreJoinedByTheStoreItself() throws Exception {
    for (int part : new int[] {2, 0, 3, 1}) {
      bench.add(lines(100 * part, 100 * part + 90, 10_000L * part, 400));
    }
    bench.add(delete("k99999", 50_000), put("k99999x", 50_001, "v".repeat(5_000)));
    SortedMap<String, String> before = bench.contents();
    CompactionPolicy large =
        new CompactionPolicy(
            0.7, 8, 16 << 20, 8 << 20, 1 << 20, Duration.ofMinutes(1), Pace.UNLIMITED);
    CompactionReport report = compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, large).run();
    JobReport job = report.jobs().getFirst();
    assertThat(report.jobs()).hasSize(1);
    assertThat(job.givenUp()).isEmpty();
    assertThat(job.job().inputs()).hasSize(5);
    assertThat(job.outputs()).hasSize(1);
    long frames = job.outputs().getFirst().content().frameBytes();
    assertThat(job.bill().bytesRead()).as("no value").isLessThan(frames / 4);
    assertThat(job.bill().bytesWritten()).as("no value").isLessThan(frames / 4);
    assertThat(job.bill().writes()).as("begin, five copies, footer, end").isEqualTo(8);
    assertThat(bench.contents()).isEqualTo(before).hasSize(361);
    SegmentEntry output = job.outputs().getFirst();
    bench.format.open(bench.hot, SegmentEntries.handle(output)).verify();
    bench.audit.assertSound("joined");
  }

  @Test
  void smallSegmentsWhoseKeysOverlapAreRewritten() throws Exception {
    for (int part = 0; part < 4; part++) {
      bench.add(lines(90 * part, 90 * part + 100, 10_000L * part, 400));
    }
    SortedMap<String, String> before = bench.contents();
    CompactionPolicy large =
        new CompactionPolicy(
            0.7, 8, 16 << 20, 8 << 20, 1 << 20, Duration.ofMinutes(1), Pace.UNLIMITED);
    JobReport job =
        compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, large).run().jobs().getFirst();
    assertThat(job.shadowed()).isEqualTo(30);
    assertThat(bench.contents()).isEqualTo(before);
  }

  @Test
  void segmentsWithFramesOfAnotherSizeAreRewritten() throws Exception {
    for (int part = 0; part < 4; part++) {
      bench.format = bench.format(part == 2 ? 2048 : 1024);
      bench.add(lines(100 * part, 100 * part + 50, 10_000L * part, 400));
    }
    SortedMap<String, String> before = bench.contents();
    CompactionPolicy large =
        new CompactionPolicy(
            0.7, 8, 16 << 20, 8 << 20, 1 << 20, Duration.ofMinutes(1), Pace.UNLIMITED);
    JobReport job =
        compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, large).run().jobs().getFirst();
    assertThat(job.givenUp()).isEmpty();
    assertThat(job.bill().bytesWritten())
        .isGreaterThan(job.outputs().getFirst().content().frameBytes());
    assertThat(bench.contents()).isEqualTo(before);
  }

  @Test
  void segmentsOfTwoTiersAreNotMergedWithEachOther() throws Exception {
    bench.add(put("a", 1, "1"));
    long id = bench.commits.reserve(1).first();
    SegmentEntry cold = bench.upload(Tier.COLD, id, put("a", 2, "2"), put("b", 3, "2"));
    bench.commit(new Edit.AddSegments(List.of(cold)));
    bench.add(put("a", 4, "4"), put("b", 5, "4"));
    CompactionReport report = compactor().run();
    assertThat(report.jobs()).hasSize(2);
    assertThat(bench.contents()).isEqualTo(Map.of("a", "4", "b", "4"));
    bench.audit.assertSound("two tiers");
  }

  @Test
  void workKeepsToItsPace() throws Exception {
    long id = bench.add(put("a", 1, "x".repeat(10_000)), put("b", 2, "x".repeat(10_000)));
    Duration before = Duration.ofNanos(bench.clock.nanos());
    compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, POLICY.withBytesPerSecond(1_000))
        .run(job(id));
    Duration took = Duration.ofNanos(bench.clock.nanos()).minus(before);
    assertThat(took).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
  }

  @Test
  void whereIndexesDoNotFitTheyAreReadInPieces() throws Exception {
    for (int segment = 0; segment < 5; segment++) {
      bench.add(lines(700 * segment, 5000, 10_000L * segment, 20));
    }
    CompactionPolicy narrow =
        new CompactionPolicy(0.7, 8, 1 << 20, 1 << 20, 1, Duration.ofMinutes(1), Pace.UNLIMITED);

    Map<Long, SegmentUse> inPieces = uses(narrow);

    assertThat(inPieces).isEqualTo(uses(POLICY)).hasSize(5);
    assertThat(inPieces.values()).extracting(SegmentUse::ratio).anyMatch(ratio -> ratio < 0.2);
  }

  @Test
  void ofMoreSegmentsThanHavePiecesInMemoryOneGroupIsMeasuredAfterTheOther() throws Exception {
    for (int segment = 1; segment <= 20; segment++) {
      bench.add(put("a", segment, "value"));
    }
    CompactionPolicy narrow =
        new CompactionPolicy(0.7, 8, 1 << 20, 1 << 20, 1, Duration.ofMinutes(1), Pace.UNLIMITED);

    assertThat(uses(POLICY).values()).filteredOn(use -> use.ratio() > 0.9).hasSize(1);
    assertThat(uses(narrow).values()).hasSize(20).filteredOn(use -> use.ratio() > 0.9).hasSize(2);
  }

  private Map<Long, SegmentUse> uses(CompactionPolicy policy) throws Exception {
    return new KeyIndexLiveness(
            bench.stores, bench.format, RecordBounds.OF_THE_MANIFEST, policy, bench.clock)
        .of(bench.read());
  }

  @Test
  void ofTheSegmentsOutsideTheNewestAreHeardWhereNotAllFit() throws Exception {
    long old = bench.add(put("a", 1, "old"), put("b", 2, "old"));
    bench.add(put("a", 3, "not new"), put("c", 4, "new"));
    long newest = bench.add(delete("a", 5), delete("b", 6));
    int tail = bench.read().segments().get(newest).content().tailBytes();
    CompactionPolicy narrow =
        new CompactionPolicy(0.7, 8, 1 << 20, 1 << 20, tail, Duration.ZERO, Pace.UNLIMITED);
    JobReport report = compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, narrow).run(job(old));
    assertThat(report.shadowed()).isEqualTo(2);
    assertThat(bench.contents()).isEqualTo(Map.of("c", "new"));
  }

  @Test
  void everyStoreCallOfAJoinMayFail() throws Exception {
    CompactionPolicy large =
        new CompactionPolicy(
            0.7, 8, 16 << 20, 8 << 20, 1 << 20, Duration.ofMinutes(1), Pace.UNLIMITED);
    Operation[] all = {
      Operation.START_UPLOAD,
      Operation.COPY_PART,
      Operation.UPLOAD_PART,
      Operation.COMPLETE_UPLOAD,
      Operation.READ
    };
    for (int part = 0; part < 4; part++) {
      bench.add(lines(100 * part, 100 * part + 90, 10_000L * part, 100));
    }
    SortedMap<String, String> before = bench.contents();
    int failed = 0;
    for (FaultKind kind : List.of(FaultKind.UNAVAILABLE, FaultKind.LOST_AFTER)) {
      for (int call = 1; call <= 13; call++) {
        FaultRule rule = FaultRule.of(kind, 100, all).onKeys("db/segments/.*").onCall(call);
        FaultyBlockStore store =
            new FaultyBlockStore(bench.hot, FaultPlan.of(3, rule), bench.effects);
        Compactor compactor = compactor(store, RecordBounds.OF_THE_MANIFEST, large);
        CompactionJob job =
            compactor(bench.hot, RecordBounds.OF_THE_MANIFEST, large)
                .dryRun()
                .plan()
                .jobs()
                .getFirst();
        JobReport report = compactor.run(job);
        boolean hit = store.injected(kind) > 0;
        assertThat(report.givenUp().isPresent()).as("%s at %d", kind, call).isEqualTo(hit);
        assertThat(bench.contents()).isEqualTo(before);
        bench.audit.assertSound(kind + " at " + call);
        failed += hit ? 1 : 0;
        if (!hit) {
          for (SegmentEntry output : report.outputs()) {
            bench.drop(output.id());
          }
          for (SegmentEntry input : report.job().inputs()) {
            new Undo(bench.commits, bench.stores).run(input.id());
          }
        }
      }
    }
    assertThat(failed).isGreaterThan(20);
  }

  @Test
  void everyStoreCallOfACompactionMayFail() throws Exception {
    int failed = 0;
    for (FaultKind kind :
        List.of(FaultKind.UNAVAILABLE, FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE)) {
      for (int call = 1; call <= 10; call++) {
        failed += failAt(kind, call) ? 1 : 0;
      }
    }
    assertThat(failed).isGreaterThan(12);
  }

  private boolean failAt(FaultKind kind, int call) throws Exception {
    long next = 10 * bench.read().nextId();
    long a = bench.add(put("a", next, "1"), put("b", next + 1, "1"), delete("c", next + 2));
    long b = bench.add(put("a", next + 3, "2"), delete("b", next + 4));
    SortedMap<String, String> before = bench.contents();
    Operation[] all = {Operation.WRITE, Operation.READ, Operation.STAT};
    FaultRule rule = FaultRule.of(kind, 100, all).onKeys("db/segments/.*").onCall(call);
    FaultyBlockStore store = new FaultyBlockStore(bench.hot, FaultPlan.of(3, rule), bench.effects);
    Optional<IOException> givenUp =
        compactor(store, RecordBounds.OF_THE_MANIFEST, POLICY).run(job(a, b)).givenUp();
    boolean hit = store.injected(kind) > 0;
    assertThat(givenUp.isPresent()).as("%s at %d", kind, call).isEqualTo(hit);
    givenUp.ifPresent(e -> assertThat(e).isInstanceOf(BlockStoreException.class));
    assertThat(bench.contents()).as("%s at %d", kind, call).isEqualTo(before);
    bench.audit.assertSound(kind + " at " + call);
    return hit;
  }
}
