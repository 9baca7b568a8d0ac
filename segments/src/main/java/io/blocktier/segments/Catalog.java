package io.blocktier.segments;

import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * Segments in the order in which they are searched. Immutable.
 *
 * @param segments by number
 * @param newestFirst those whose newest record is newer come first
 */
record Catalog(SortedMap<Long, SegmentEntry> segments, List<Sealed> newestFirst) {

  /**
   * A segment with what leaves it out of a search.
   *
   * @param entry of the manifest
   * @param least of its keys
   * @param greatest of its keys
   */
  record Sealed(SegmentEntry entry, RecordKey least, RecordKey greatest) {

    static Sealed of(SegmentEntry entry) {
      return new Sealed(
          entry,
          SegmentEntries.key(entry.content().keys().least()),
          SegmentEntries.key(entry.content().keys().greatest()));
    }

    long newestSequence() {
      return entry.content().sequences().greatest();
    }

    boolean mayHave(RecordKey key) {
      return least.compareTo(key) <= 0 && key.compareTo(greatest) <= 0;
    }

    boolean mayHaveOf(KeyRange range) {
      return !range.endsBefore(least) && !range.beginsBehind(greatest);
    }
  }

  static Catalog of(SortedMap<Long, SegmentEntry> segments) {
    return new Catalog(
        segments,
        segments.values().stream()
            .map(Sealed::of)
            .sorted(Comparator.comparingLong(Sealed::newestSequence).reversed())
            .toList());
  }
}
