package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import java.util.List;

/**
 * What a check of the objects of large blocks found. Immutable and thread-safe.
 *
 * @param objects how many were looked at, those that only snapshots see included
 * @param bytes their size, as their blocks have it
 * @param findings what is not as it has to be
 * @param waiting how many are there that nothing sees, and that are noted to be deleted
 * @param orphans objects that no block has in committed segments, and that are not noted to be
 *     deleted: on their way where somebody writes, otherwise left behind
 * @param orphanBytes their size
 */
public record PackedCheckReport(
    long objects,
    long bytes,
    List<ObjectFinding> findings,
    long waiting,
    List<BlockKey> orphans,
    long orphanBytes) {

  /** Copies the lists. */
  public PackedCheckReport {
    findings = List.copyOf(findings);
    orphans = List.copyOf(orphans);
  }
}
