package io.blocktier.segments;

import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.manifest.GarbageLimits;
import java.time.Duration;

/**
 * How a manager looks after its segments without a command. Immutable and thread-safe.
 *
 * <p>A run deletes what has been garbage for longer than the horizon, and then compacts; the first
 * one that succeeds also writes down what earlier writers left behind. Segments move by {@link
 * SegmentsOptions#tiering()}, which keeps an interval of its own.
 *
 * @param every how long after the opening, and after each run, the next one begins; zero for none.
 *     A run whose compactions take longer than that begins no further one, and leaves it to the
 *     next
 * @param compaction which segments are compacted
 * @param garbage what one run deletes at most
 */
public record UpkeepOptions(Duration every, CompactionPolicy compaction, GarbageLimits garbage) {

  /** Nobody has asked for room here, and dense segments would be written again and again. */
  private static final CompactionPolicy WHAT_IS_HALF_DEAD =
      CompactionPolicy.DEFAULT.withMinLiveRatio(0.5);

  /** Does nothing without a command. */
  public static final UpkeepOptions MANUAL =
      new UpkeepOptions(Duration.ZERO, WHAT_IS_HALF_DEAD, GarbageLimits.DEFAULT);

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public UpkeepOptions {
    if (every.isNegative()) {
      throw new IllegalArgumentException("there is no upkeep every " + every);
    }
  }

  /**
   * Returns upkeep for most: rewrites what is less than half alive, merges what is small, and
   * deletes up to a thousand objects that were garbage for a day.
   *
   * @param every how long after the opening, and after each run, the next one begins
   * @return the options
   */
  public static UpkeepOptions each(Duration every) {
    return new UpkeepOptions(every, MANUAL.compaction, MANUAL.garbage);
  }

  /**
   * Returns these options with another interval.
   *
   * @param interval how long after the opening, and after each run, the next one begins; zero for
   *     none
   * @return the changed options
   */
  public UpkeepOptions withEvery(Duration interval) {
    return new UpkeepOptions(interval, compaction, garbage);
  }

  /**
   * Returns these options with another policy of compaction.
   *
   * @param policy which segments are compacted
   * @return the changed options
   */
  public UpkeepOptions with(CompactionPolicy policy) {
    return new UpkeepOptions(every, policy, garbage);
  }

  /**
   * Returns these options with other limits of garbage collection.
   *
   * @param limits what one run deletes at most
   * @return the changed options
   */
  public UpkeepOptions with(GarbageLimits limits) {
    return new UpkeepOptions(every, compaction, limits);
  }

  /**
   * Tells whether anything is done without a command.
   *
   * @return whether there is a time for it
   */
  public boolean isAutomatic() {
    return every.isPositive();
  }
}
