package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.all;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.RecordProof;
import io.blocktier.segments.format.RootHash;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Snapshot;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StewardshipTest {

  private static final CompactionPolicy ALL =
      new CompactionPolicy(1, 8, 1 << 20, 64 << 10, 1 << 20, Duration.ZERO, Pace.UNLIMITED);

  private final SegmentsFixture fixture = new SegmentsFixture();

  @Test
  void segmentsAreListedWithWhatIsInThem() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      assertThat(manager.listSegments()).isEmpty();
      put(manager, "a", "one");
      manager.delete(key("b"));
      manager.flush();
      put(manager, "c", "two");
      manager.flush();
      List<SegmentEntry> segments = manager.listSegments();
      assertThat(segments).hasSize(2);
      SegmentEntry first = segments.getFirst();
      assertThat(first.content().records()).isEqualTo(2);
      assertThat(first.content().tombstones()).isEqualTo(1);
      assertThat(manager.getSegment(first.id())).contains(first);
      assertThat(manager.getSegment(999)).isEmpty();
      assertThat(Blocks.readAll(fixture.store, first.object().key()).remaining())
          .isEqualTo((int) first.content().bytes());
    }
  }

  @Test
  void oneSegmentSaysWhatItHasWhateverOthersHave() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      manager.flush();
      manager.delete(key("a"));
      manager.flush();
      List<SegmentEntry> segments = manager.listSegments();
      assertThat(manager.get(segments.get(0).id(), key("a")).map(r -> text(r.value())))
          .contains("one");
      assertThat(manager.get(segments.get(1).id(), key("a")).map(SegmentRecord::kind))
          .contains(RecordKind.TOMBSTONE);
      assertThat(manager.get(segments.get(1).id(), key("b"))).isEmpty();
      assertThatThrownBy(() -> manager.get(999, key("a")))
          .isInstanceOf(BlockNotFoundException.class)
          .hasMessageContaining("there is no segment 999");
    }
  }

  @Test
  void aProofShowsARecordUnderTheRootOfItsSegment() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      manager.flush();
      SegmentEntry segment = manager.listSegments().getFirst();
      RootHash root = RootHash.copyOf(segment.content().root().toArray(), 0);
      RecordProof proof = manager.proof(segment.id(), key("a")).orElseThrow();
      SegmentRecord record = manager.get(segment.id(), key("a")).orElseThrow();
      assertThat(proof.shows(root, record)).isTrue();
      SegmentRecord forged =
          new SegmentRecord(
              record.key(),
              record.sequence(),
              record.kind(),
              record.expiresAt(),
              SegmentsFixture.value("two"));
      assertThat(proof.shows(root, forged)).isFalse();
    }
  }

  @Test
  void aDeletedSegmentIsGoneAndComesBackWhenItIsRestored() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      manager.flush();
      put(manager, "a", "two");
      manager.flush();
      long newest = manager.listSegments().getLast().id();
      manager.deleteSegment(newest);
      assertThat(get(manager, "a")).contains("one");
      manager.restore(newest);
      assertThat(get(manager, "a")).contains("two");
      assertThatThrownBy(() -> manager.deleteSegment(999))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> manager.restore(999)).isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void aSnapshotStaysWhatItWas() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      put(manager, "b", "two");
      Snapshot taken = manager.snapshot("monday");
      manager.delete(key("a"));
      put(manager, "b", "three");
      manager.flush();
      manager.deleteSegment(manager.listSegments().getFirst().id());
      SegmentView view = manager.view("monday");
      assertThat(view.get(key("a")).map(record -> text(record.value()))).contains("one");
      try (RecordCursor cursor = view.scan(KeyRange.ALL)) {
        assertThat(all(cursor)).isEqualTo(Map.of("a", "one", "b", "two"));
      }
      assertThat(scanned(manager)).isEqualTo(Map.of("b", "three"));
      assertThat(manager.snapshots()).containsExactly(taken);
      assertThatThrownBy(() -> manager.snapshot("monday"))
          .isInstanceOf(InvalidRequestException.class);
    }
    try (SegmentManager manager = fixture.open()) {
      SegmentView view = manager.view("monday");
      assertThat(view.get(key("b")).map(record -> text(record.value()))).contains("two");
      manager.dropSnapshot("monday");
      assertThat(manager.snapshots()).isEmpty();
      assertThatThrownBy(() -> view.get(key("b"))).isInstanceOf(BlockNotFoundException.class);
      assertThatThrownBy(() -> manager.view("monday")).isInstanceOf(BlockNotFoundException.class);
      assertThatThrownBy(() -> manager.dropSnapshot("monday"))
          .isInstanceOf(BlockNotFoundException.class);
    }
  }

  @Test
  void manyReadWhatOneWrites() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      ReadOnlySegments one = readOnly();
      assertThat(one.newest().listSegments()).isEmpty();
      put(manager, "a", "one");
      manager.snapshot("first");
      ReadOnlySegments other = readOnly();
      assertThat(value(other.newest(), "a")).contains("one");
      assertThat(value(one.newest(), "a")).isEmpty();
      one.refresh();
      assertThat(value(one.newest(), "a")).contains("one");
      put(manager, "a", "two");
      manager.flush();
      one.refresh();
      assertThat(value(one.newest(), "a")).contains("two");
      assertThat(value(one.snapshot("first"), "a")).contains("one");
      assertThat(one.snapshots()).hasSize(1);
      assertThat(value(other.newest(), "a")).contains("one");
      assertThatThrownBy(() -> one.snapshot("second")).isInstanceOf(BlockNotFoundException.class);
      put(manager, "b", "still writes");
    }
  }

  /** The numbers of its segments are those of others, which the reader still has in memory. */
  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void aReaderDoesNotFollowAnotherChainUnderTheSameKeys(int commits) throws Exception {
    ReadOnlySegments reader;
    try (SegmentManager before = fixture.open()) {
      put(before, "a", "of the chain before");
      before.flush();
      reader = readOnly();
      assertThat(value(reader.newest(), "a")).contains("of the chain before");
    }
    fixture.store.deleteByPrefix(OPTIONS.names().root());
    fixture.disk = new SegmentsFixture().disk;
    try (SegmentManager now = fixture.open()) {
      for (int i = 0; i < commits; i++) {
        put(now, "a", "of this chain");
        now.flush();
      }

      assertThatThrownBy(reader::refresh)
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("another");
      assertThat(value(readOnly().newest(), "a")).contains("of this chain");
    }
  }

  private ReadOnlySegments readOnly() throws Exception {
    return ReadOnlySegments.open(
        new SegmentStores(fixture.store, Optional.empty()),
        OPTIONS.names(),
        OPTIONS.format(),
        OPTIONS.reading(),
        fixture.effects);
  }

  private static Optional<String> value(SegmentView view, String key) throws Exception {
    return view.get(key(key)).map(record -> text(record.value()));
  }

  @Test
  void aMissingObjectIsSaidToBeMissing() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "one");
      manager.flush();
      Blocks.delete(fixture.store, manager.listSegments().getFirst().object().key());
      assertThatThrownBy(() -> manager.get(key("a"))).isInstanceOf(CorruptBlockException.class);
    }
  }

  @Test
  void aHealthyManagerSaysSo() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      assertThat(manager.healthCheck().healthy()).isTrue();
    }
  }

  /** Its objects go when the one who took over has no use for them. */
  @Test
  void whoReadsWithoutKnowingThatAnotherTookOverIsToldThatRatherThanOfDamage() throws Exception {
    SegmentsOptions elsewhere = RecoverTest.in("/var/another-log");
    SegmentManager first = fixture.open();
    put(first, "a", "old");
    first.flush();
    put(first, "a", "new");
    first.snapshot("both");
    SegmentView snapshot = first.view("both");
    try (SegmentManager second = fixture.open(elsewhere)) {
      second.dropSnapshot("both");
      put(second, "a", "newest");
      second.flush();
      second.compact(ALL, false);
      second.gc(new GarbageLimits(Duration.ZERO, 100, Long.MAX_VALUE), false);

      assertThatThrownBy(() -> first.get(key("a"))).isInstanceOf(StoreClosedException.class);
      assertThatThrownBy(() -> scanned(first)).isInstanceOf(StoreClosedException.class);
      assertThatThrownBy(() -> snapshot.get(key("a"))).isInstanceOf(StoreClosedException.class);
      assertThatThrownBy(() -> put(first, "b", "one")).isInstanceOf(StoreClosedException.class);
      assertThat(scanned(second)).isEqualTo(Map.of("a", "newest"));
    }
  }
}
