package io.blocktier.blockstore.layer;

import java.time.Duration;

/**
 * How many calls may be in flight. Immutable.
 *
 * @param initial the limit to begin with, {@code min} to {@code max}
 * @param min the limit that is never undercut, at least 1
 * @param max the limit that is never exceeded, at most {@value #MOST_CALLS}
 * @param maxWaiting the most calls that wait for their turn, 0 to {@value #MOST_WAITING}; further
 *     ones fail at once
 * @param maxWait the longest that a call waits for its turn; a {@link
 *     io.blocktier.blockstore.spi.Deadline} that comes earlier bounds it too
 */
public record LimitPolicy(int initial, int min, int max, int maxWaiting, Duration maxWait) {

  /** The highest limit. */
  public static final int MOST_CALLS = 100_000;

  /** The longest queue. */
  public static final int MOST_WAITING = 1_000_000;

  /** Begins with 16 calls, stays within 1 and 512; 10,000 may wait for 10 seconds. */
  public static final LimitPolicy DEFAULT =
      new LimitPolicy(16, 1, 512, 10_000, Duration.ofSeconds(10));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public LimitPolicy {
    Bounds.requireWithin("lowest limit", min, 1, MOST_CALLS);
    Bounds.requireWithin("highest limit", max, min, MOST_CALLS);
    Bounds.requireWithin("initial limit", initial, min, max);
    Bounds.requireWithin("number of calls waiting", maxWaiting, 0, MOST_WAITING);
    Bounds.requirePositive("longest wait", maxWait);
  }
}
