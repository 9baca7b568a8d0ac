package io.blocktier.segments.check;

import static io.blocktier.segments.audit.SegmentBench.Line.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.segments.audit.SegmentBench;
import io.blocktier.segments.collect.GarbageCollector;
import io.blocktier.segments.manifest.DamagedManifestException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FsckTest {

  private final SegmentBench bench = new SegmentBench();

  private CheckReport check(CheckDepth depth) throws Exception {
    return check(bench.stores, depth);
  }

  private CheckReport check(SegmentStores stores, CheckDepth depth) throws Exception {
    return new Fsck(stores, bench.names, bench.format).run(depth);
  }

  private Repair repair() {
    return new Repair(bench.commits, bench.stores, bench.names, bench.format);
  }

  private long added(long sequence) throws Exception {
    return bench.add(put("key-" + sequence, sequence, "v".repeat(2_000)));
  }

  private byte[] bytes(long object) throws Exception {
    ByteBuffer all = Blocks.readAll(bench.hot, bench.key(object));
    byte[] bytes = new byte[all.remaining()];
    all.get(bytes);
    return bytes;
  }

  private void damage(long object, int at) throws Exception {
    byte[] bytes = bytes(object);
    bytes[at < 0 ? bytes.length + at : at] ^= 0x10;
    Blocks.write(bench.hot, bench.key(object), bytes);
  }

  /** Moves a segment to the cold tier, as tiering does; the source becomes garbage. */
  private long move(long segment) throws Exception {
    ObjectRef target = bench.names.object(Tier.COLD, bench.commits.reserve(1).first());
    Blocks.write(bench.cold, target.key(), bytes(segment));
    bench.commit(new Edit.Move(segment, target));
    return target.id();
  }

  @Test
  void whatIsWholeIsSoundAtEveryDepth() throws Exception {
    long one = added(1);
    move(added(2));
    bench.commit(new Edit.TakeSnapshot("s", 9));
    bench.drop(one);
    for (CheckDepth depth : CheckDepth.values()) {
      CheckReport report = check(depth);
      assertThat(report.isSound()).as("%s: %s", depth, report).isTrue();
      assertThat(report.segments()).as("what a snapshot sees included").isEqualTo(2);
      assertThat(report.bytes()).isPositive();
    }
  }

  @Test
  void aMissingObjectIsFoundAndNamed() throws Exception {
    long id = added(1);
    Blocks.delete(bench.hot, bench.key(id));
    assertThat(check(CheckDepth.OBJECTS).findings())
        .singleElement()
        .isInstanceOf(Finding.Missing.class)
        .satisfies(finding -> {
          assertThat(finding.segment().id()).isEqualTo(id);
          assertThat(finding.detail()).contains("is not there");
          assertThat(finding.remedy()).contains("repair");
          assertThat(finding.isLoss()).isTrue();
        });
  }

  @Test
  void whatASnapshotAloneNeedsIsCheckedToo() throws Exception {
    long id = added(1);
    bench.commit(new Edit.TakeSnapshot("s", 9));
    bench.drop(id);
    Blocks.delete(bench.hot, bench.key(id));
    CheckReport report = check(CheckDepth.OBJECTS);
    assertThat(report.findings()).singleElement().isInstanceOf(Finding.Missing.class);
    assertThat(repair().dryRun(report.findings(), List.of()).left().values())
        .singleElement()
        .asString()
        .contains("only a snapshot sees it");
  }

  @Test
  void anotherSizeIsFound() throws Exception {
    long id = added(1);
    Blocks.write(bench.hot, bench.key(id), new byte[7]);
    assertThat(check(CheckDepth.OBJECTS).findings())
        .singleElement()
        .isInstanceOf(Finding.WrongSize.class)
        .satisfies(finding -> assertThat(finding.detail()).contains("7 bytes"));
  }

  @Test
  void otherBytesOfTheSameSizeAreFoundByTheChecksumOfTheStore() throws Exception {
    damage(added(1), 3);
    assertThat(check(CheckDepth.OBJECTS).findings())
        .singleElement()
        .isInstanceOf(Finding.Damaged.class);
  }

  @Test
  void eachByteOfASegmentIsUnderSomeCheck() throws Exception {
    long id = added(1);
    byte[] sound = bytes(id);
    SegmentStores blind = new SegmentStores(new BlindStore(bench.hot), Optional.of(bench.cold));
    for (int at = 0; at < sound.length; at += 3) {
      byte[] bytes = sound.clone();
      bytes[at] ^= 0x10;
      Blocks.write(bench.hot, bench.key(id), bytes);
      assertThat(check(blind, CheckDepth.RECORDS).findings())
          .as("byte %d of %d", at, sound.length)
          .singleElement()
          .isInstanceOf(Finding.Damaged.class);
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsAFindingButNoLoss() throws Exception {
    added(1);
    FaultRule rule =
        FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.STAT).onKeys("db/segments/.*");
    BlockStore failing = new FaultyBlockStore(bench.hot, FaultPlan.of(1, rule), bench.effects);
    SegmentStores stores = new SegmentStores(failing, Optional.of(bench.cold));
    CheckReport report = check(stores, CheckDepth.OBJECTS);
    assertThat(report.findings()).singleElement().isInstanceOf(Finding.Unreadable.class);
    RepairReport repaired = repair().run(report.findings(), List.of(bench.hot));
    assertThat(repaired.repaired()).isEmpty();
    assertThat(repaired.left().values()).singleElement().asString().contains("nothing shows");
  }

  @Test
  void aTierWithoutAStoreIsAFinding() throws Exception {
    move(added(1));
    SegmentStores hotOnly = new SegmentStores(bench.hot, Optional.empty());
    assertThat(check(hotOnly, CheckDepth.OBJECTS).findings())
        .singleElement()
        .isInstanceOf(Finding.NoStore.class);
  }

  @Test
  void aDamagedManifestIsSaidRatherThanCheckedAround() throws Exception {
    added(1);
    String key = String.format(Locale.ROOT, "db/manifest/%020d", bench.read().number());
    Blocks.write(bench.hot, io.blocktier.blockstore.BlockKey.of(key), new byte[99]);
    assertThatThrownBy(() -> check(CheckDepth.OBJECTS))
        .isInstanceOf(DamagedManifestException.class);
  }

  @Test
  void whatIsCollectedDuringTheCheckIsNoFinding() throws Exception {
    long id = added(1);
    added(2);
    BlockStore collecting =
        new BeforeStat(
            bench.hot,
            bench.key(id),
            () -> {
              bench.drop(id);
              bench.waitOutTheHorizon();
              new GarbageCollector(
                      bench.commits, bench.stores, bench.names, SegmentBench.LIMITS, bench.clock)
                  .run();
            });
    SegmentStores stores = new SegmentStores(collecting, Optional.of(bench.cold));
    CheckReport report = check(stores, CheckDepth.OBJECTS);
    assertThat(bench.exists(id)).isFalse();
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void aSegmentIsRepairedFromTheTierItMovedFrom() throws Exception {
    long id = added(1);
    Map<String, String> before = bench.contents();
    long cold = move(id);
    Blocks.delete(bench.cold, bench.key(cold));
    List<Finding> findings = check(CheckDepth.OBJECTS).findings();
    RepairReport dry = repair().dryRun(findings, List.of());
    assertThat(dry.repaired()).containsEntry(id, bench.names.object(Tier.HOT, id));
    assertThat(check(CheckDepth.OBJECTS).isSound()).as("a dry run changes nothing").isFalse();
    RepairReport report = repair().run(findings, List.of());
    assertThat(report.left()).isEmpty();
    assertThat(report.repaired().get(id).tier()).isEqualTo(Tier.COLD);
    assertThat(check(CheckDepth.RECORDS).isSound()).isTrue();
    assertThat(bench.contents()).isEqualTo(before);
  }

  @Test
  void aSegmentIsRepairedFromAnyStoreThatHasItsBytes() throws Exception {
    long id = added(1);
    InMemoryBlockStore empty = new InMemoryBlockStore(bench.effects);
    InMemoryBlockStore wrong = new InMemoryBlockStore(bench.effects);
    InMemoryBlockStore copy = new InMemoryBlockStore(bench.effects);
    Blocks.write(copy, bench.key(id), bytes(id));
    damage(id, 5);
    Blocks.write(wrong, bench.key(id), bytes(id));
    List<Finding> findings = check(CheckDepth.RECORDS).findings();
    assertThat(repair().run(findings, List.of(empty, wrong)).left()).hasSize(1);
    RepairReport report = repair().run(findings, List.of(empty, wrong, copy));
    assertThat(report.repaired()).containsOnlyKeys(id);
    assertThat(check(CheckDepth.RECORDS).isSound()).isTrue();
    bench.audit.assertSound("repaired");
    SegmentEntry now = bench.read().segments().get(id);
    assertThat(now.object().id()).as("under a number of its own").isNotEqualTo(id);
    assertThat(bench.read().garbage()).containsKey(id);
  }

  /** Step 3 left out would move the segment to bytes that nobody can read. */
  @Test
  void aCopyThatDoesNotReadBackIsNotMovedTo() throws Exception {
    long id = added(1);
    InMemoryBlockStore copy = new InMemoryBlockStore(bench.effects);
    Blocks.write(copy, bench.key(id), bytes(id));
    damage(id, 5);
    List<Finding> findings = check(CheckDepth.RECORDS).findings();
    SegmentStores rotten = new SegmentStores(new RottenStore(bench.hot), Optional.of(bench.cold));
    RepairReport report =
        new Repair(bench.commits, rotten, bench.names, bench.format).run(findings, List.of(copy));
    assertThat(report.repaired()).isEmpty();
    assertThat(bench.read().segments().get(id).object().id()).isEqualTo(id);
  }

  @Test
  void aSegmentThatIsDroppedDuringItsRepairIsNotCalledRepaired() throws Exception {
    long id = added(1);
    InMemoryBlockStore copy = new InMemoryBlockStore(bench.effects);
    Blocks.write(copy, bench.key(id), bytes(id));
    Blocks.delete(bench.hot, bench.key(id));
    List<Finding> findings = check(CheckDepth.OBJECTS).findings();
    long target = bench.commits.current().nextId();
    BlockStore dropping = new BeforeStat(bench.hot, bench.key(target), () -> bench.drop(id));
    SegmentStores stores = new SegmentStores(dropping, Optional.of(bench.cold));
    RepairReport report =
        new Repair(bench.commits, stores, bench.names, bench.format).run(findings, List.of(copy));
    assertThat(report.repaired()).isEmpty();
    assertThat(report.left().values()).singleElement().asString().contains("meanwhile");
    assertThat(bench.read().segments()).isEmpty();
  }

  @Test
  void aScrubReadsAllSegmentsInPiecesAndFindsWhatRotted() throws Exception {
    added(1);
    long rotten = added(2);
    added(3);
    damage(rotten, 4);
    Scrub scrub = new Scrub(bench.stores, bench.names, bench.format, bench.effects, Pace.UNLIMITED);
    ScrubReport first = scrub.run(0, 1);
    assertThat(first.segments()).isEqualTo(1);
    assertThat(first.findings()).isEmpty();
    assertThat(first.isRoundComplete()).isFalse();
    ScrubReport second = scrub.run(first.position(), 1);
    assertThat(second.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.segment().id()).isEqualTo(rotten));
    ScrubReport last = scrub.run(second.position(), Long.MAX_VALUE);
    assertThat(last.isRoundComplete()).isTrue();
    assertThat(last.segments()).isEqualTo(1);
    assertThat(scrub.run(last.position(), Long.MAX_VALUE).segments()).as("anew").isEqualTo(3);
  }

  @Test
  void aScrubKeepsToItsPace() throws Exception {
    long id = bench.add(put("k", 1, random(20_000)));
    long bytes = bench.read().segments().get(id).content().bytes();
    Duration before = Duration.ofNanos(bench.clock.nanos());
    new Scrub(bench.stores, bench.names, bench.format, bench.effects, 1_000).run(0, 1);
    Duration took = Duration.ofNanos(bench.clock.nanos()).minus(before);
    assertThat(took).isBetween(Duration.ofSeconds(bytes / 1_000), Duration.ofSeconds(bytes / 500));
  }

  private static String random(int length) {
    return new java.util.Random(5)
        .ints(length, 'a', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void aScrubThatIsInterruptedReadsTheSameSegmentAgain() throws Exception {
    added(1);
    Scrub scrub = new Scrub(bench.stores, bench.names, bench.format, bench.effects, 1_000);
    Thread.currentThread().interrupt();
    ScrubReport cut = scrub.run(0, 1);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cut.segments()).isZero();
    assertThat(scrub.run(cut.position(), 1).segments()).isEqualTo(1);
  }
}
