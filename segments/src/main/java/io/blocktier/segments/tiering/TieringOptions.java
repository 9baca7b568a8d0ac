package io.blocktier.segments.tiering;

import java.time.Duration;
import java.util.Optional;

/**
 * How segments are kept in two tiers. Immutable and thread-safe.
 *
 * @param policy when they move
 * @param promotion when reads bring them back, or empty for never
 * @param moves how they are moved
 * @param interval how long the background waits between two passes; nothing is done by itself where
 *     the policy does nothing
 */
public record TieringOptions(
    TieringPolicy policy,
    Optional<PromotionPolicy> promotion,
    MoveOptions moves,
    Duration interval) {

  /** Moves on command alone. */
  public static final TieringOptions MANUAL =
      new TieringOptions(
          TieringPolicy.NONE, Optional.empty(), MoveOptions.DEFAULT, Duration.ofMinutes(5));

  /**
   * Checks the interval.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public TieringOptions {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("there is no pass every " + interval);
    }
  }

  /**
   * Tells whether anything moves or goes without a command.
   *
   * @return whether there is a policy, or reads bring segments back
   */
  public boolean isAutomatic() {
    return promotion.isPresent()
        || policy.age().isPresent()
        || policy.idle().isPresent()
        || policy.watermark().isPresent()
        || policy.timeToLive().isPresent();
  }
}
