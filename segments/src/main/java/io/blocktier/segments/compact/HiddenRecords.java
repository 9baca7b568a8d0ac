package io.blocktier.segments.compact;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.Bytes;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.Removal;
import io.blocktier.segments.manifest.SegmentContent;
import io.blocktier.segments.manifest.SegmentEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells whether a tombstone still hides something: a record outside the inputs that may be of its
 * key and older. Segments that were removed count until they are condemned, as an undo brings them
 * back, and what was deleted before the undo has to stay deleted behind it. Immutable.
 */
final class HiddenRecords {

  private final List<SegmentContent> others;
  private final long settled;

  private HiddenRecords(List<SegmentContent> others, long settled) {
    this.others = others;
    this.settled = settled;
  }

  /** What is hidden from segments that are merged with each other. */
  static HiddenRecords outside(Set<Long> inputs, Manifest manifest, long settled) {
    Stream<SegmentEntry> live =
        manifest.segments().values().stream().filter(entry -> !inputs.contains(entry.id()));
    Stream<SegmentEntry> removed =
        manifest.garbage().values().stream()
            .filter(candidate -> !candidate.condemned())
            .map(Candidate::removal)
            .flatMap(Optional::stream)
            .map(Removal::entry);
    return new HiddenRecords(
        Stream.concat(live, removed).map(SegmentEntry::content).toList(), settled);
  }

  /**
   * Tells whether a tombstone may hide something.
   *
   * @param older whether one of the inputs has an older record of the key: that input becomes
   *     garbage, from which it may come back
   */
  boolean has(RecordKey key, long sequence, boolean older) {
    if (older || sequence > settled) {
      return true;
    }
    Bytes bytes = Bytes.of(key.toUtf8());
    return others.stream()
        .anyMatch(other -> other.sequences().least() < sequence && other.keys().covers(bytes));
  }
}
