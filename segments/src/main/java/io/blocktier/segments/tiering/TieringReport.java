package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.FencedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run did. Immutable and thread-safe.
 *
 * @param moved segments that are in another tier now
 * @param skipped segments that were not moved, and why
 * @param failed segments whose move failed; they are read from where they were
 * @param dropped segments that had outlived their time, by their numbers
 */
public record TieringReport(
    List<MoveOutcome.Moved> moved,
    List<MoveOutcome.Skipped> skipped,
    List<MoveOutcome.Failed> failed,
    List<Long> dropped) {

  /** Copies the lists. */
  public TieringReport {
    moved = List.copyOf(moved);
    skipped = List.copyOf(skipped);
    failed = List.copyOf(failed);
    dropped = List.copyOf(dropped);
  }

  static TieringReport of(List<MoveOutcome> outcomes) {
    List<MoveOutcome.Moved> moved = new ArrayList<>();
    List<MoveOutcome.Skipped> skipped = new ArrayList<>();
    List<MoveOutcome.Failed> failed = new ArrayList<>();
    for (MoveOutcome outcome : outcomes) {
      switch (outcome) {
        case MoveOutcome.Moved one -> moved.add(one);
        case MoveOutcome.Skipped one -> skipped.add(one);
        case MoveOutcome.Failed one -> failed.add(one);
      }
    }
    return new TieringReport(moved, skipped, failed, List.of());
  }

  TieringReport withDropped(List<Long> segments) {
    return new TieringReport(moved, skipped, failed, segments);
  }

  /**
   * Returns how many bytes are in another tier now.
   *
   * @return bytes, by any route
   */
  public long bytesMoved() {
    return moved.stream().mapToLong(MoveOutcome.Moved::bytes).sum();
  }

  /**
   * Returns how many of the bytes came by a route.
   *
   * @param route the route
   * @return bytes of segments that were moved
   */
  public long bytesMoved(Route route) {
    return moved.stream()
        .filter(one -> one.route() == route)
        .mapToLong(MoveOutcome.Moved::bytes)
        .sum();
  }

  /**
   * Tells whether another writer has taken over, so that nothing can be moved from here any more.
   *
   * @return whether a move failed for that reason
   */
  public boolean isFenced() {
    return failed.stream().anyMatch(one -> one.cause() instanceof FencedException);
  }
}
