package io.blocktier.segments.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one manifest has that another has not. Immutable and thread-safe.
 *
 * @param added segments that only the later one has
 * @param removed segments that only the earlier one has
 * @param moved segments that both have, in another object in the later one, as that has them
 */
public record ManifestDiff(
    List<SegmentEntry> added, List<SegmentEntry> removed, List<SegmentEntry> moved) {

  /** Copies the lists. */
  public ManifestDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    moved = List.copyOf(moved);
  }

  /**
   * Compares two manifests of one chain.
   *
   * @param earlier the one that is known
   * @param later the one that is to be known
   * @return the difference, by the numbers of segments
   */
  public static ManifestDiff between(Manifest earlier, Manifest later) {
    return new ManifestDiff(
        absentFrom(earlier, later), absentFrom(later, earlier), moved(earlier, later));
  }

  private static List<SegmentEntry> absentFrom(Manifest one, Manifest other) {
    return other.segments().values().stream()
        .filter(entry -> !one.segments().containsKey(entry.id()))
        .toList();
  }

  private static List<SegmentEntry> moved(Manifest earlier, Manifest later) {
    return later.segments().values().stream()
        .filter(entry -> isElsewhere(earlier.segments().get(entry.id()), entry))
        .toList();
  }

  private static boolean isElsewhere(@Nullable SegmentEntry before, SegmentEntry now) {
    return before != null && !before.object().equals(now.object());
  }
}
