package io.blocktier.blockstore.spi;

import java.time.Duration;

/** Waits. Handed in, so that a test or a simulation decides how time passes. Thread-safe. */
@FunctionalInterface
public interface Sleeper {

  /**
   * Blocks the calling thread.
   *
   * @param duration how long; nothing happens where it is zero or negative
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void sleep(Duration duration) throws InterruptedException;
}
