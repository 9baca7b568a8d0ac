package io.blocktier.segments.compact;

import java.util.List;

/**
 * What a compaction did, or would do. Immutable and thread-safe.
 *
 * @param dryRun whether nothing was changed
 * @param plan what was to be done
 * @param jobs what became of each job, in their order; none for a dry run
 */
public record CompactionReport(boolean dryRun, CompactionPlan plan, List<JobReport> jobs) {

  /** Copies the list. */
  public CompactionReport {
    jobs = List.copyOf(jobs);
  }

  /**
   * Adds up what all jobs asked of the stores.
   *
   * @return the bill
   */
  public RequestBill bill() {
    return jobs.stream().map(JobReport::bill).reduce(RequestBill.NONE, RequestBill::plus);
  }

  /**
   * Adds up what all jobs gained.
   *
   * @return bytes
   */
  public long gain() {
    return jobs.stream().mapToLong(JobReport::gain).sum();
  }
}
