package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.segments.audit.Audit;
import io.blocktier.segments.audit.SegmentAudit;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.check.CheckReport;
import io.blocktier.segments.check.RepairReport;
import io.blocktier.segments.check.ScrubReport;
import io.blocktier.segments.collect.CollectReport;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.compact.CompactionReport;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Collection, compaction and checks, through the manager. */
class UpkeepTest {

  private static final GarbageLimits LIMITS =
      new GarbageLimits(Duration.ofHours(1), 100, Long.MAX_VALUE);
  private static final CompactionPolicy POLICY =
      new CompactionPolicy(0.8, 8, 1 << 20, 1 << 20, 1 << 20, Duration.ZERO, Pace.UNLIMITED);

  private final SegmentsFixture fixture = new SegmentsFixture();
  private final SegmentAudit audit =
      new SegmentAudit("db/", fixture.store, Map.of(Tier.HOT, fixture.store));

  private static String name(int number) {
    return String.format(Locale.ROOT, "key-%04d", number);
  }

  private void write(SegmentManager manager, int from, int to, String text) throws Exception {
    for (int i = from; i < to; i++) {
      manager.put(key(name(i)), value(text + i));
    }
    manager.flush();
  }

  private void waitOutTheHorizon() {
    fixture.clock.advance(LIMITS.horizon());
  }

  private List<String> objects() throws BlockStoreException {
    List<String> keys = new ArrayList<>();
    try (BlockListing listing =
        fixture.store.list(ListOptions.under(KeyPrefix.of("db/segments/")))) {
      listing.forEachRemaining((ListEntry entry) -> keys.add(entry.name()));
    }
    return keys;
  }

  @Test
  void whatWasOverwrittenAndDeletedIsCompactedAwayAndCollected() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      write(manager, 0, 200, "old");
      write(manager, 0, 150, "new");
      for (int i = 100; i < 200; i++) {
        manager.delete(key(name(i)));
      }
      manager.flush();
      CompactionReport dry = manager.compact(POLICY, true);
      assertThat(dry.plan().jobs()).isNotEmpty();
      assertThat(objects()).as("a dry run changes nothing").hasSize(3);
      assertThat(manager.compact(POLICY, false).gain()).isPositive();
      requireHalf(manager);
      assertThat(manager.gc(LIMITS, true).plan().deletions()).isEmpty();
      waitOutTheHorizon();
      assertThat(manager.gc(LIMITS, false).deleted()).isNotEmpty();
      manager.compact(POLICY, false);
      waitOutTheHorizon();
      manager.gc(LIMITS, false);
      requireHalf(manager);
      Audit end = audit.assertSound("compacted and collected");
      assertThat(end.live()).isEqualTo(end.listed());
      assertThat(manager.fsck(CheckDepth.RECORDS).isSound()).isTrue();
    }
    try (SegmentManager again = fixture.open()) {
      requireHalf(again);
    }
  }

  private static void requireHalf(SegmentManager manager) throws Exception {
    for (int i = 0; i < 200; i++) {
      boolean there = manager.get(key(name(i))).isPresent();
      assertThat(there).as(name(i)).isEqualTo(i < 100);
    }
    assertThat(manager.get(key(name(7))).orElseThrow().value()).isEqualTo(value("new7"));
  }

  @Test
  void anInputOfACompactionComesBackUntilItIsCondemned() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      write(manager, 0, 5, "old");
      write(manager, 0, 5, "new");
      CompactionReport report = manager.compact(POLICY, false);
      long input = report.plan().jobs().getFirst().inputs().getFirst().id();
      manager.restore(input);
      assertThat(manager.get(key(name(3))).orElseThrow().value()).isEqualTo(value("new3"));
      assertThatThrownBy(() -> manager.restore(input)).isInstanceOf(InvalidRequestException.class);
      audit.assertSound("brought back");
    }
  }

  @Test
  void whatAWriterLeftWhenItsPowerWasCutIsSweptByTheNext() throws Exception {
    SegmentManager first = fixture.open();
    write(first, 0, 5, "v");
    String stray = "db/segments/00000000000000000003";
    Blocks.write(fixture.store, io.blocktier.blockstore.BlockKey.of(stray), new byte[99]);
    assertThat(first.sweepOrphans(LIMITS, false).orphans()).as("may be under way").isEmpty();
    fixture.cutPower(first);
    try (SegmentManager second = fixture.open()) {
      assertThat(second.sweepOrphans(LIMITS, true).orphans()).hasSize(1);
      assertThat(second.sweepOrphans(LIMITS, false).orphans()).hasSize(1);
      waitOutTheHorizon();
      CollectReport report = second.gc(LIMITS, false);
      assertThat(report.deletedBytes()).isEqualTo(99);
      assertThat(objects()).doesNotContain(stray);
      audit.assertSound("swept");
      assertThat(second.get(key(name(3)))).isPresent();
    }
  }

  @Test
  void aListingThatLeavesSomethingOutIsCalledDamage() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      write(manager, 0, 5, "v");
      Blocks.delete(fixture.store, io.blocktier.blockstore.BlockKey.of(objects().getFirst()));
      assertThatThrownBy(() -> manager.sweepOrphans(LIMITS, false))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("fsck");
    }
  }

  @Test
  void aDamagedSegmentIsFoundAndRepairedFromACopy() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      write(manager, 0, 5, "v");
      InMemoryBlockStore backup = new InMemoryBlockStore(fixture.effects);
      var object = io.blocktier.blockstore.BlockKey.of(objects().getFirst());
      byte[] bytes = Blocks.readAll(fixture.store, object).array();
      Blocks.write(backup, object, bytes.clone());
      Blocks.delete(fixture.store, object);
      CheckReport found = manager.fsck(CheckDepth.OBJECTS);
      assertThat(found.findings()).hasSize(1);
      assertThat(manager.repair(found.findings(), List.of(backup), true).repaired()).hasSize(1);
      RepairReport repaired = manager.repair(found.findings(), List.of(backup), false);
      assertThat(repaired.left()).isEmpty();
      assertThat(manager.fsck(CheckDepth.RECORDS).isSound()).isTrue();
      assertThat(manager.get(key(name(3))).orElseThrow().value()).isEqualTo(value("v3"));
    }
  }

  @Test
  void framesInMemoryHideNoDamageFromChecksAndCompaction() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      write(manager, 0, 50, "old");
      write(manager, 0, 45, "new");
      for (int i = 0; i < 50; i++) {
        assertThat(manager.get(key(name(i)))).isPresent();
      }
      for (String object : objects()) {
        var damaged = io.blocktier.blockstore.BlockKey.of(object);
        byte[] bytes = Blocks.readAll(fixture.store, damaged).array().clone();
        bytes[40] ^= 1;
        Blocks.write(fixture.store, damaged, bytes);
      }
      assertThat(manager.get(key(name(0))).orElseThrow().value())
          .as("from memory")
          .isEqualTo(value("new0"));

      assertThat(manager.fsck(CheckDepth.RECORDS).findings()).hasSize(2);
      assertThat(manager.scrub(0, Long.MAX_VALUE, Pace.UNLIMITED).findings()).hasSize(2);
      assertThat(manager.compact(POLICY, false).jobs())
          .singleElement()
          .extracting(job -> job.givenUp().orElseThrow())
          .isInstanceOf(CorruptBlockException.class);
      assertThatThrownBy(() -> SegmentsFixture.scanned(manager))
          .isInstanceOf(CorruptBlockException.class);
    }
  }

  @Test
  void framesOfASegmentThatIsGoneAnswerNothingAndOnesThatComeBackAnswerAgain() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      write(manager, 0, 5, "old");
      write(manager, 0, 5, "new");
      long newest = manager.listSegments().getLast().id();
      for (int turn = 0; turn < 3; turn++) {
        assertThat(manager.get(key(name(3))).orElseThrow().value()).isEqualTo(value("new3"));
        manager.deleteSegment(newest);
        assertThat(manager.get(key(name(3))).orElseThrow().value()).isEqualTo(value("old3"));
        manager.restore(newest);
      }
      manager.deleteSegment(newest);
      manager.deleteSegment(manager.listSegments().getLast().id());
      assertThat(manager.get(key(name(3)))).isEmpty();
    }
  }

  @Test
  void aScrubGoesOnWhereItWas() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      write(manager, 0, 5, "v");
      write(manager, 5, 9, "v");
      ScrubReport first = manager.scrub(0, 1, Pace.UNLIMITED);
      assertThat(first.isRoundComplete()).isFalse();
      ScrubReport second = manager.scrub(first.position(), 1, Pace.UNLIMITED);
      assertThat(second.isRoundComplete()).isTrue();
      assertThat(second.findings()).isEmpty();
    }
  }

  @Test
  void whoeverIsFencedIsToldByAnyOfThese() throws Exception {
    SegmentManager first = fixture.open();
    write(first, 0, 5, "old");
    write(first, 0, 5, "new");
    first.compact(POLICY, false);
    waitOutTheHorizon();
    var second =
        io.blocktier.segments.manifest.ManifestWriter.open(
            fixture.store, SegmentsFixture.OPTIONS.names().manifest(), "second", fixture.effects);
    assertThatThrownBy(() -> first.gc(LIMITS, false)).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> first.put(key("k"), value("v")))
        .as("nothing is promised any more")
        .isInstanceOf(StoreClosedException.class);
    assertThat(second.current().garbage().values()).noneMatch(c -> c.condemned());
    first.abandon();
  }

  @Test
  void aClosedManagerDoesNothingAnyMore() throws Exception {
    SegmentManager closed = fixture.open();
    write(closed, 0, 5, "v");
    closed.close();
    assertThatThrownBy(() -> closed.gc(LIMITS, false)).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> closed.restore(1)).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> closed.compact(POLICY, true)).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> closed.fsck(CheckDepth.OBJECTS))
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> closed.scrub(0, 1, 1)).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> closed.sweepOrphans(LIMITS, true))
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> closed.repair(List.of(), List.of(), true))
        .isInstanceOf(StoreClosedException.class);
  }
}
