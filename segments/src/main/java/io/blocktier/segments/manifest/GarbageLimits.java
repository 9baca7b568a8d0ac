package io.blocktier.segments.manifest;

import java.time.Duration;

/**
 * What one pass of the garbage collector may do. Immutable and thread-safe.
 *
 * @param horizon how long an object has to be unneeded before it is condemned: the time to take it
 *     back, and the longest time for which a reader may use a manifest that has it
 * @param maxObjects how many objects a pass deletes at most
 * @param maxBytes how many bytes they have together, unless one alone has more
 */
public record GarbageLimits(Duration horizon, int maxObjects, long maxBytes) {

  /** A day to take something back, and a thousand objects a pass, of 256 GiB together. */
  public static final GarbageLimits DEFAULT =
      new GarbageLimits(Duration.ofDays(1), 1_000, 256L << 30);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public GarbageLimits {
    if (horizon.isNegative() || maxObjects < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("the limits of garbage collection are not positive");
    }
  }
}
