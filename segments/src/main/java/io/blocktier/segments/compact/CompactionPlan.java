package io.blocktier.segments.compact;

import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which segments are to be compacted together. Computing it changes nothing: it is the dry run,
 * too. Immutable and thread-safe.
 *
 * @param jobs in the order of what they free
 * @param liveBytes of all segments that were measured, as far as objects are alive
 * @param allBytes the size of all objects
 */
public record CompactionPlan(List<CompactionJob> jobs, long liveBytes, long allBytes) {

  private static final int SMALL = 4;

  /** Copies the list. */
  public CompactionPlan {
    jobs = List.copyOf(jobs);
  }

  /**
   * Plans a compaction. Segments that are pinned are left as they are.
   *
   * @param manifest the segments
   * @param uses how much of each is alive; one that is missing could not be read, and is left as it
   *     is
   * @param policy which are worth it
   * @return the plan
   */
  public static CompactionPlan of(
      Manifest manifest, Map<Long, SegmentUse> uses, CompactionPolicy policy) {
    return new Planning(uses, policy).plan(manifest);
  }

  /**
   * Returns the bytes that the jobs free once their inputs are collected.
   *
   * @return about how many
   */
  public long gain() {
    return jobs.stream().mapToLong(job -> job.inputBytes() - job.expectedBytes()).sum();
  }

  /** A plan while it is made. For one thread. */
  private static final class Planning {

    private final Map<Long, SegmentUse> uses;
    private final CompactionPolicy policy;
    private final List<CompactionJob> jobs = new ArrayList<>();

    Planning(Map<Long, SegmentUse> uses, CompactionPolicy policy) {
      this.uses = uses;
      this.policy = policy;
    }

    CompactionPlan plan(Manifest manifest) {
      for (Tier tier : Tier.values()) {
        List<SegmentEntry> there =
            manifest.segments().values().stream()
                .filter(entry -> entry.object().tier() == tier && !entry.pinned())
                .filter(entry -> uses.containsKey(entry.id()))
                .toList();
        group(tier, dead(there), false);
        group(tier, small(there), true);
      }
      jobs.sort(
          Comparator.comparingLong((CompactionJob job) -> job.expectedBytes() - job.inputBytes()));
      long all = manifest.segments().values().stream().mapToLong(Planning::bytes).sum();
      long live = manifest.segments().values().stream().mapToLong(this::expected).sum();
      return new CompactionPlan(jobs, live, all);
    }

    private List<SegmentEntry> dead(List<SegmentEntry> entries) {
      return entries.stream()
          .filter(this::isDead)
          .sorted(Comparator.comparingDouble(this::ratio))
          .toList();
    }

    /** In the order of their keys, so that the new ones overlap as little as can be. */
    private List<SegmentEntry> small(List<SegmentEntry> entries) {
      return entries.stream()
          .filter(entry -> !isDead(entry) && expected(entry) < policy.outputBytes() / SMALL)
          .sorted(Comparator.comparing((SegmentEntry entry) -> entry.content().keys().least()))
          .toList();
    }

    private boolean isDead(SegmentEntry entry) {
      return ratio(entry) < policy.minLiveRatio();
    }

    private void group(Tier tier, List<SegmentEntry> entries, boolean mostlyLive) {
      List<SegmentEntry> group = new ArrayList<>();
      long bytes = 0;
      for (SegmentEntry entry : entries) {
        boolean full =
            group.size() == policy.maxInputs() || bytes + bytes(entry) > policy.maxInputBytes();
        if (full && !group.isEmpty()) {
          add(tier, group, mostlyLive);
          group = new ArrayList<>();
          bytes = 0;
        }
        group.add(entry);
        bytes += bytes(entry);
      }
      add(tier, group, mostlyLive);
    }

    private void add(Tier tier, List<SegmentEntry> group, boolean mostlyLive) {
      int least = mostlyLive ? Math.min(SMALL, policy.maxInputs()) : 1;
      if (group.size() >= least) {
        long expected = group.stream().mapToLong(this::expected).sum();
        long all = group.stream().mapToLong(Planning::bytes).sum();
        jobs.add(new CompactionJob(tier, group, all, expected, mostlyLive));
      }
    }

    private double ratio(SegmentEntry entry) {
      SegmentUse use = uses.get(entry.id());
      return use == null ? 1 : use.ratio();
    }

    private long expected(SegmentEntry entry) {
      return (long) (bytes(entry) * ratio(entry));
    }

    private static long bytes(SegmentEntry entry) {
      return entry.content().bytes();
    }
  }
}
