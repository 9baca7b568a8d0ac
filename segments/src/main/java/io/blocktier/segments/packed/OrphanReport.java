package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import java.util.List;

/**
 * What became of objects that belong to no block. Immutable and thread-safe.
 *
 * @param dryRun whether it is only told what would be done
 * @param deleted which were deleted
 * @param bytes their size
 * @param young how many are not older than the horizon, and stay
 * @param left how many are for another pass, or wait for a log that was left behind
 * @param logs those logs, by their names; nothing is deleted before they are given up or forgotten
 */
public record OrphanReport(
    boolean dryRun, List<BlockKey> deleted, long bytes, long young, long left, List<String> logs) {

  /** Copies the lists. */
  public OrphanReport {
    deleted = List.copyOf(deleted);
    logs = List.copyOf(logs);
  }
}
