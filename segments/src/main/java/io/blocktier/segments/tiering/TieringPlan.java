package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import java.util.List;

/**
 * What a pass moves and drops, why, and why the rest stays. Computing it changes nothing: it is the
 * dry run, too. Immutable and thread-safe.
 *
 * @param archives what goes to the cold tier, in this order
 * @param expired what is dropped, with all its records
 * @param kept what would be dropped, but hides older records of the same keys that stay, and would
 *     come back
 * @param stays all other segments of the manifest
 * @param hotBytes what the hot tier has before
 * @param excessBytes how much more than the low mark it has afterwards, although it had more than
 *     the high one: what is left is pinned, or came too recently. Otherwise 0
 */
public record TieringPlan(
    List<Archive> archives,
    List<SegmentEntry> expired,
    List<SegmentEntry> kept,
    List<Stay> stays,
    long hotBytes,
    long excessBytes) {

  /** Copies the lists. */
  public TieringPlan {
    archives = List.copyOf(archives);
    expired = List.copyOf(expired);
    kept = List.copyOf(kept);
    stays = List.copyOf(stays);
  }

  /**
   * A segment that goes to the cold tier.
   *
   * @param segment the segment, as it is now
   * @param reason why it goes
   * @param overdueMillis since when it could have gone; 0 where the watermark makes it go
   */
  public record Archive(SegmentEntry segment, ArchiveReason reason, long overdueMillis) {}

  /**
   * A segment that stays.
   *
   * @param segment the segment
   * @param reason why it stays
   */
  public record Stay(SegmentEntry segment, StayReason reason) {}

  /**
   * Plans a pass.
   *
   * @param manifest the newest manifest
   * @param nowMillis the time of day, milliseconds since 1970-01-01 UTC
   * @param policy when segments move
   * @param accesses when they were read
   * @return the plan: what is due goes first, the one that was used longest ago before others
   */
  public static TieringPlan of(
      Manifest manifest, long nowMillis, TieringPolicy policy, AccessTimes accesses) {
    return new Planning(manifest, nowMillis, policy, accesses).plan();
  }

  /**
   * Returns how many bytes the archived segments have.
   *
   * @return bytes to be moved
   */
  public long archivedBytes() {
    return archives.stream().mapToLong(archive -> archive.segment().content().bytes()).sum();
  }

  /**
   * Returns how far archiving is behind.
   *
   * @return since when the segment that waits longest could have gone, in milliseconds; 0 if none
   *     waits
   */
  public long lagMillis() {
    return archives.stream().mapToLong(Archive::overdueMillis).max().orElse(0);
  }
}
