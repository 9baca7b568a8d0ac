package io.blocktier.segments.check;

import io.blocktier.segments.manifest.ObjectRef;
import java.util.List;
import java.util.Map;

/**
 * What a repair did, or would do. Immutable and thread-safe.
 *
 * @param dryRun whether nothing was changed
 * @param repaired segments that are whole again, by their numbers, with where they are now; in a
 *     dry run with where their bytes were found
 * @param left what could not be repaired, with the reason
 */
public record RepairReport(
    boolean dryRun, Map<Long, ObjectRef> repaired, Map<Finding, String> left) {

  /** Copies the maps. */
  public RepairReport {
    repaired = Map.copyOf(repaired);
    left = Map.copyOf(left);
  }

  /**
   * Returns what could not be repaired.
   *
   * @return the findings
   */
  public List<Finding> findings() {
    return List.copyOf(left.keySet());
  }
}
