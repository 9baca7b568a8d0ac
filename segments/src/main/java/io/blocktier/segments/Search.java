package io.blocktier.segments;

import io.blocktier.segments.Catalog.Sealed;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.index.Coverage;
import io.blocktier.segments.index.Hints;
import io.blocktier.segments.index.SegmentIndex;
import io.blocktier.segments.manifest.SegmentEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells which segments have to be looked at for a key, and in which order: of those that the index
 * covers the ones that it names, of the others all whose keys span it. Thread-safe.
 */
final class Search {

  private static final Comparator<Step> NEWEST_FIRST =
      Comparator.comparingLong(Step::newestSequence).reversed();

  private final SegmentIndex index;
  private final AtomicReference<@Nullable Rest> last = new AtomicReference<>();

  Search(SegmentIndex index) {
    this.index = index;
  }

  /**
   * A segment that may have the key.
   *
   * @param entry of the manifest
   * @param frame where its record may begin, or {@link #BY_KEY}
   */
  record Step(SegmentEntry entry, int frame) {

    /** Where the record is, if there is one, says the key index of the segment. */
    static final int BY_KEY = -1;

    long newestSequence() {
      return entry.content().sequences().greatest();
    }

    long oldestSequence() {
      return entry.content().sequences().least();
    }
  }

  /** The segments of a catalog that are not covered, newest first; few as a rule. */
  private record Rest(Catalog catalog, Coverage coverage, List<Sealed> segments) {

    static Rest of(Catalog catalog, Coverage coverage) {
      List<Sealed> rest =
          catalog.newestFirst().stream()
              .filter(segment -> !coverage.covers(segment.entry().id()))
              .toList();
      return new Rest(catalog, coverage, rest);
    }
  }

  /** Returns what to look at, newest first. */
  List<Step> steps(Catalog catalog, RecordKey key) {
    Hints hints = index.find(key);
    List<Step> steps = new ArrayList<>();
    hints.forEach((id, frame, tombstone) -> {
      SegmentEntry entry = catalog.segments().get(id);
      if (entry != null) {
        steps.add(new Step(entry, tombstone ? Step.BY_KEY : frame));
      }
    });
    for (Sealed segment : rest(catalog, hints.coverage())) {
      if (segment.mayHave(key)) {
        steps.add(new Step(segment.entry(), Step.BY_KEY));
      }
    }
    steps.sort(NEWEST_FIRST);
    return steps;
  }

  @SuppressWarnings("ReferenceEquality") // comparing all that is in them would take longer
  private List<Sealed> rest(Catalog catalog, Coverage coverage) {
    Rest known = last.get();
    if (known == null || known.catalog() != catalog || known.coverage() != coverage) {
      known = Rest.of(catalog, coverage);
      last.set(known);
    }
    return known.segments();
  }
}
