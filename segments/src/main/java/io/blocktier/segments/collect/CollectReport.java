package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.manifest.GarbagePlan;
import io.blocktier.segments.manifest.ObjectRef;
import java.util.List;
import java.util.Map;

/**
 * What a pass of the garbage collector did, or would do. Immutable and thread-safe.
 *
 * @param dryRun whether nothing was changed
 * @param plan what was to be deleted, and how much stays for which reason
 * @param deleted objects whose deletion the store confirmed
 * @param deletedBytes their size
 * @param failures objects whose deletion was not confirmed, with the reason; they stay condemned,
 *     and the next pass tries again
 */
public record CollectReport(
    boolean dryRun,
    GarbagePlan plan,
    List<ObjectRef> deleted,
    long deletedBytes,
    Map<ObjectRef, BlockStoreException> failures) {

  /** Copies the collections. */
  public CollectReport {
    deleted = List.copyOf(deleted);
    failures = Map.copyOf(failures);
  }

  /**
   * Tells whether a further pass has something to do at once.
   *
   * @return whether objects are due behind the limits of this pass
   */
  public boolean isCutShort() {
    return plan.left() > 0;
  }
}
