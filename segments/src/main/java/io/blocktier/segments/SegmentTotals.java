package io.blocktier.segments;

import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.util.Collection;

/**
 * What there is of segments altogether. Immutable and thread-safe.
 *
 * @param segments how many there are
 * @param records how many records they have, those that are dead included
 * @param hotBytes the size of those in the hot store
 * @param coldBytes the size of those in the cold store
 * @param garbage how many objects no segment needs any more, and are not deleted yet
 * @param garbageBytes their size
 * @param snapshots how many there are
 */
public record SegmentTotals(
    long segments,
    long records,
    long hotBytes,
    long coldBytes,
    long garbage,
    long garbageBytes,
    long snapshots) {

  static SegmentTotals of(Manifest manifest) {
    Collection<SegmentEntry> all = manifest.segments().values();
    return new SegmentTotals(
        all.size(),
        all.stream().mapToLong(entry -> entry.content().records()).sum(),
        bytes(all, Tier.HOT),
        bytes(all, Tier.COLD),
        manifest.garbage().size(),
        manifest.garbage().values().stream().mapToLong(Candidate::bytes).sum(),
        manifest.snapshots().size());
  }

  private static long bytes(Collection<SegmentEntry> all, Tier tier) {
    return all.stream()
        .filter(entry -> entry.object().tier() == tier)
        .mapToLong(entry -> entry.content().bytes())
        .sum();
  }
}
