package io.blocktier.segments.compact;

import io.blocktier.segments.manifest.KeySpan;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentStores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Segments outside a job that may have the same keys. Their indexes tell what of the inputs is
 * shadowed from outside, and which tombstones hide nothing there. Immutable.
 *
 * @param entries the segments, the newest of them, as many as their indexes fit into memory
 */
record Witnesses(List<SegmentEntry> entries) {

  static Witnesses of(CompactionJob job, Manifest manifest, SegmentStores stores, long maxBytes) {
    Set<Long> inputs = new HashSet<>(job.ids());
    List<SegmentEntry> entries = new ArrayList<>();
    long bytes = 0;
    for (SegmentEntry entry : newestFirst(manifest)) {
      long more = entry.content().tailBytes();
      boolean concerned =
          !inputs.contains(entry.id())
              && stores.has(entry.object().tier())
              && job.inputs().stream().anyMatch(input -> overlap(input, entry));
      if (concerned && bytes + more <= maxBytes) {
        entries.add(entry);
        bytes += more;
      }
    }
    return new Witnesses(entries);
  }

  /** What is newest shadows most. */
  private static List<SegmentEntry> newestFirst(Manifest manifest) {
    return manifest.segments().values().stream()
        .sorted(
            Comparator.comparingLong((SegmentEntry entry) -> entry.content().sequences().greatest())
                .reversed())
        .toList();
  }

  private static boolean overlap(SegmentEntry one, SegmentEntry other) {
    KeySpan a = one.content().keys();
    KeySpan b = other.content().keys();
    return a.least().compareTo(b.greatest()) <= 0 && b.least().compareTo(a.greatest()) <= 0;
  }

  /** Returns the numbers of the inputs and of these. */
  Set<Long> with(CompactionJob job) {
    Set<Long> ids = new HashSet<>(job.ids());
    entries.forEach(entry -> ids.add(entry.id()));
    return ids;
  }

  boolean areAllIn(Manifest manifest) {
    return entries.stream().allMatch(entry -> manifest.segments().containsKey(entry.id()));
  }
}
