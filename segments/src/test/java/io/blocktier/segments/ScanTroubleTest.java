package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentStores;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scans of stores that fail, or whose segments go away. */
class ScanTroubleTest {

  private static final CompactionPolicy ALL =
      new CompactionPolicy(1, 8, 1 << 20, 64 << 10, 1 << 20, Duration.ZERO, Pace.UNLIMITED);

  private final SegmentsFixture fixture = new SegmentsFixture();

  @Test
  void aScanThatFailedShowsNothingThatTheRecordsItMissesWouldHide() throws Exception {
    SwitchedStore store = new SwitchedStore(fixture.store);
    try (SegmentManager manager = fixture.open(store, OPTIONS)) {
      put(manager, "a", "old");
      put(manager, "b", "value");
      manager.flush();
      put(manager, "0", "first");
      manager.delete(key("a"));
      manager.flush();
      try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
        store.down(true);
        assertThatThrownBy(cursor::next).isInstanceOf(StoreUnavailableException.class);
        store.down(false);
        assertThatThrownBy(cursor::next)
            .as("the segment with the deletion of 'a' was not read")
            .isInstanceOf(StoreUnavailableException.class);
      }
      assertThat(SegmentsFixture.scanned(manager)).isEqualTo(Map.of("0", "first", "b", "value"));
    }
  }

  @Test
  void aLongValueWhoseSegmentWentAwayDuringAScanIsToBeScannedAgain() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "long value ".repeat(5_000));
      manager.flush();
      try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
        assertThat(cursor.next()).isTrue();
        for (SegmentEntry entry : manager.listSegments()) {
          Blocks.delete(fixture.store, entry.object().key());
        }
        assertThatThrownBy(cursor::value).isInstanceOf(StoreUnavailableException.class);
      }
    }
  }

  @Test
  void whoScansAgainBehindASegmentThatWentAwaySeesWhatReplacedIt() throws Exception {
    try (SegmentManager manager = fixture.open()) {
      put(manager, "a", "old");
      manager.flush();
      put(manager, "a", "new");
      manager.flush();
      ReadOnlySegments elsewhere = readOnly();
      manager.compact(ALL, false);
      manager.gc(new GarbageLimits(Duration.ZERO, 100, Long.MAX_VALUE), false);

      assertThatThrownBy(() -> scanned(elsewhere))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("scan again");
      assertThat(scanned(elsewhere)).isEqualTo(Map.of("a", "new"));
    }
  }

  private ReadOnlySegments readOnly() throws BlockStoreException {
    return ReadOnlySegments.open(
        new SegmentStores(fixture.store, Optional.empty()),
        OPTIONS.names(),
        OPTIONS.format(),
        OPTIONS.reading(),
        fixture.effects);
  }

  private static Map<String, String> scanned(ReadOnlySegments reader) throws BlockStoreException {
    try (RecordCursor cursor = reader.newest().scan(KeyRange.ALL)) {
      return SegmentsFixture.all(cursor);
    }
  }
}
