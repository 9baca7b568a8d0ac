package io.blocktier.blockstore.layer;

import java.time.Duration;

/**
 * How often and how long a call is tried. Immutable.
 *
 * @param maxRetries the most attempts behind the first, 0 to {@value #MOST_RETRIES}
 * @param firstBackoff the pause before the first retry; each further one doubles it. Half of a
 *     pause is random
 * @param maxBackoff the longest pause; only a store that names one itself ({@code Retry-After})
 *     gets a longer one
 * @param operationTimeout the bound on a call with all its attempts and pauses
 */
public record RetryPolicy(
    int maxRetries, Duration firstBackoff, Duration maxBackoff, Duration operationTimeout) {

  /** The largest number of retries. */
  public static final int MOST_RETRIES = 100;

  /** Three retries, pauses from 100 milliseconds to 5 seconds, 30 seconds altogether. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(30));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if the number of retries is out of bounds, a duration is not
   *     positive, or the longest pause is shorter than the first
   */
  public RetryPolicy {
    Bounds.requireWithin("number of retries", maxRetries, 0, MOST_RETRIES);
    Bounds.requirePositive("first backoff", firstBackoff);
    Bounds.requirePositive("operation timeout", operationTimeout);
    if (maxBackoff.compareTo(firstBackoff) < 0) {
      throw new IllegalArgumentException(
          "the longest backoff, " + maxBackoff + ", is shorter than the first, " + firstBackoff);
    }
  }
}
