package io.blocktier.segments.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a pass of the garbage collector does with a manifest, and why the rest stays. Computing it
 * changes nothing: it is the dry run, too. Immutable and thread-safe.
 *
 * @param unfinished candidates that were condemned before, whose deletion was not confirmed yet
 * @param due candidates to be condemned now
 * @param seen how many candidates a snapshot needs
 * @param waiting how many have not waited for the horizon yet
 * @param left how many are due behind the limits of this pass
 */
public record GarbagePlan(
    List<Candidate> unfinished, List<Candidate> due, int seen, int waiting, int left) {

  /** Copies the lists. */
  public GarbagePlan {
    unfinished = List.copyOf(unfinished);
    due = List.copyOf(due);
  }

  /**
   * Plans a pass.
   *
   * @param manifest the newest manifest, by its writer
   * @param nowMillis the time of day, milliseconds since 1970-01-01 UTC
   * @param limits what the pass may do
   * @return the plan; the oldest numbers go first
   */
  public static GarbagePlan of(Manifest manifest, long nowMillis, GarbageLimits limits) {
    return of(manifest, nowMillis, limits, candidate -> true);
  }

  /**
   * Plans a pass over a part of the garbage; the rest takes no room of it.
   *
   * @param manifest the newest manifest, by its writer
   * @param nowMillis the time of day, milliseconds since 1970-01-01 UTC
   * @param limits what the pass may do
   * @param reachable which candidates the pass could delete
   * @return the plan; the oldest numbers go first
   */
  public static GarbagePlan of(
      Manifest manifest, long nowMillis, GarbageLimits limits, Predicate<Candidate> reachable) {
    List<Candidate> garbage = manifest.garbage().values().stream().filter(reachable).toList();
    return new Pass(nowMillis - limits.horizon().toMillis(), limits).over(manifest, garbage);
  }

  /**
   * Returns the edit that has to be committed before anything is deleted.
   *
   * @return the edit
   */
  public Edit.Condemn condemnation() {
    return new Edit.Condemn(due.stream().map(candidate -> candidate.object().id()).toList());
  }

  /**
   * Returns what may be deleted once {@link #condemnation()} is committed.
   *
   * @return the objects
   */
  public List<ObjectRef> deletions() {
    List<ObjectRef> objects = new ArrayList<>();
    unfinished.forEach(candidate -> objects.add(candidate.object()));
    due.forEach(candidate -> objects.add(candidate.object()));
    return objects;
  }

  /** A pass while it is planned. For one thread. */
  private static final class Pass {

    private final long cutoffMillis;
    private final GarbageLimits limits;
    private final List<Candidate> unfinished = new ArrayList<>();
    private final List<Candidate> due = new ArrayList<>();
    private long bytes;
    private int seen;
    private int waiting;
    private int left;

    Pass(long cutoffMillis, GarbageLimits limits) {
      this.cutoffMillis = cutoffMillis;
      this.limits = limits;
    }

    GarbagePlan over(Manifest manifest, List<Candidate> garbage) {
      garbage.stream()
          .filter(Candidate::condemned)
          .forEach(candidate -> take(candidate, unfinished));
      for (Candidate candidate : garbage) {
        if (!candidate.condemned()) {
          judge(candidate, manifest);
        }
      }
      return new GarbagePlan(unfinished, due, seen, waiting, left);
    }

    private void judge(Candidate candidate, Manifest manifest) {
      if (manifest.isSeen(candidate)) {
        seen++;
      } else if (candidate.sinceMillis() > cutoffMillis) {
        waiting++;
      } else {
        take(candidate, due);
      }
    }

    private void take(Candidate candidate, List<Candidate> to) {
      int objects = unfinished.size() + due.size();
      boolean fits = objects == 0 || bytes + candidate.bytes() <= limits.maxBytes();
      if (objects < limits.maxObjects() && fits) {
        bytes += candidate.bytes();
        to.add(candidate);
      } else {
        left++;
      }
    }
  }
}
