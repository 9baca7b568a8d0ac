package io.blocktier.blockstore.s3.wire;

import java.time.Duration;

/** Somebody who is awake at a later time. */
@FunctionalInterface
public interface Alarm {

  /**
   * Runs an action once.
   *
   * @param delay how much later
   * @param action what to do; does not wait
   */
  void after(Duration delay, Runnable action);
}
