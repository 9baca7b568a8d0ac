package io.blocktier.blockstore.layer;

import java.time.Duration;

/**
 * When a store counts as down. Immutable.
 *
 * @param failurePercent the share of failures among the last calls from which on no call is let
 *     through, 1 to 100
 * @param windowCalls how many of the last calls are looked at, 1 to {@value #MOST_CALLS}
 * @param minimumCalls how many of them there have to be before the share means anything, 1 to
 *     {@code windowCalls}
 * @param openFor how long no call is let through, at least a millisecond
 * @param trialCalls how many calls are let through then, to see whether the store is back, 1 to
 *     {@value #MOST_CALLS}
 */
public record BreakerPolicy(
    int failurePercent, int windowCalls, int minimumCalls, Duration openFor, int trialCalls) {

  /** The most calls that are looked at or let through on trial. */
  public static final int MOST_CALLS = 10_000;

  // Before DEFAULT, whose making checks it.
  private static final Duration SHORTEST_OPEN = Duration.ofMillis(1);

  /** Half of the last 50 calls, at least 20; open for 5 seconds, then 5 on trial. */
  public static final BreakerPolicy DEFAULT =
      new BreakerPolicy(50, 50, 20, Duration.ofSeconds(5), 5);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public BreakerPolicy {
    Bounds.requireWithin("failure percentage", failurePercent, 1, 100);
    Bounds.requireWithin("number of calls looked at", windowCalls, 1, MOST_CALLS);
    Bounds.requireWithin("least number of calls", minimumCalls, 1, windowCalls);
    Bounds.requireWithin("number of calls on trial", trialCalls, 1, MOST_CALLS);
    if (openFor.compareTo(SHORTEST_OPEN) < 0) {
      throw new IllegalArgumentException(
          "the breaker is open for " + openFor + "; at least " + SHORTEST_OPEN + " is needed");
    }
  }
}
