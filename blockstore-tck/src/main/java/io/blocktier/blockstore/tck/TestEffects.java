package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.SystemEffect;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Effects for tests: time by a {@link ManualClock}, randomness by a seed. */
public final class TestEffects {

  private TestEffects() {}

  /**
   * Returns effects whose randomness a seed decides and whose sleeps take no time.
   *
   * @param seed what to print when a test fails
   * @return effects with a self-advancing clock and virtual threads
   */
  public static Effects seeded(long seed) {
    return seeded(seed, ManualClock.selfAdvancing());
  }

  /**
   * Returns effects whose randomness a seed decides.
   *
   * @param seed what to print when a test fails
   * @param clock the time
   * @return effects with that clock and virtual threads
   */
  @SystemEffect("tests need threads; nothing else here comes from the machine")
  public static Effects seeded(long seed, ManualClock clock) {
    return new Effects(
        clock, clock, shared(seed), clock, Executors.newVirtualThreadPerTaskExecutor());
  }

  private static RandomGenerator shared(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    ReentrantLock lock = new ReentrantLock();
    return () -> {
      lock.lock();
      try {
        return random.nextLong();
      } finally {
        lock.unlock();
      }
    };
  }
}
