package io.blocktier.blockstore.layer;

import java.time.Duration;

/**
 * How a store is closed. Immutable.
 *
 * @param drainTimeout how long closing waits for the calls under way before it closes the store
 *     beneath them; zero does not wait
 */
public record LifecyclePolicy(Duration drainTimeout) {

  /** Waits 30 seconds at most. */
  public static final LifecyclePolicy DEFAULT = new LifecyclePolicy(Duration.ofSeconds(30));

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public LifecyclePolicy {
    Bounds.requireNotNegative("drain timeout", drainTimeout);
  }
}
