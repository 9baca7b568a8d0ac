package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.Bytes;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.time.Instant;
import java.util.Optional;

/**
 * What people want to know of a segment. Immutable and thread-safe.
 *
 * @param segment its number
 * @param tier where it is
 * @param created when it was sealed
 * @param archived since when it is in the cold tier, or empty where it is in the hot one
 * @param restored when it came back to the hot tier, or empty where it did not
 * @param pinned whether it stays there
 * @param bytes its size in the store
 * @param rawBytes its records before compression
 * @param records how many it has, tombstones included
 * @param root the Merkle root over them
 */
public record TierRecord(
    long segment,
    Tier tier,
    Instant created,
    Optional<Instant> archived,
    Optional<Instant> restored,
    boolean pinned,
    long bytes,
    long rawBytes,
    long records,
    Bytes root) {

  /**
   * Tells of a segment.
   *
   * @param entry the segment, as a manifest has it
   * @return what is known of it
   */
  public static TierRecord of(SegmentEntry entry) {
    boolean cold = entry.object().tier() == Tier.COLD;
    Instant created = Instant.ofEpochMilli(entry.createdMillis());
    Optional<Instant> moved =
        Optional.of(entry.movedMillis()).filter(millis -> millis > 0).map(Instant::ofEpochMilli);
    return new TierRecord(
        entry.id(),
        entry.object().tier(),
        created,
        cold ? moved.or(() -> Optional.of(created)) : Optional.empty(),
        cold ? Optional.empty() : moved,
        entry.pinned(),
        entry.content().bytes(),
        entry.content().rawBytes(),
        entry.content().records(),
        entry.content().root());
  }
}
