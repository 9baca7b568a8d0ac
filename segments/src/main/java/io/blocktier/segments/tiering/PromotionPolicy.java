package io.blocktier.segments.tiering;

import java.time.Duration;

/**
 * When reads bring a segment back to the hot tier. It has to have been in the cold one for {@link
 * TieringPolicy#residency()}, and has to fit below the high mark of the hot one. Immutable and
 * thread-safe.
 *
 * @param reads how many reads it takes, 1 to {@value #MAX_READS}
 * @param window within which time
 * @param maxWaiting how many segments wait to be moved at most; others have to be read again
 */
public record PromotionPolicy(int reads, Duration window, int maxWaiting) {

  /** The most reads, each of which is remembered. */
  public static final int MAX_READS = 1_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public PromotionPolicy {
    if (reads < 1 || reads > MAX_READS || !window.isPositive() || maxWaiting < 1) {
      throw new IllegalArgumentException("the bounds of promotion are out of bounds");
    }
  }
}
