package io.blocktier.segments.collect;

import io.blocktier.segments.manifest.Orphan;
import java.util.List;

/**
 * What an orphan sweep found and wrote down, or would write down. Immutable and thread-safe.
 *
 * @param dryRun whether nothing was changed
 * @param listed how many objects the listing showed
 * @param foreign how many keys it showed that no object of a segment has; they are left alone
 * @param orphans objects that were written down: they wait for the horizon as other garbage does
 * @param left how many more there are, behind the limits of this pass
 */
public record SweepReport(
    boolean dryRun, long listed, long foreign, List<Orphan> orphans, int left) {

  /** Copies the list. */
  public SweepReport {
    orphans = List.copyOf(orphans);
  }

  /**
   * Adds up what was found.
   *
   * @return the size of {@link #orphans()}
   */
  public long bytes() {
    return orphans.stream().mapToLong(Orphan::bytes).sum();
  }
}
