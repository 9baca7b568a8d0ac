package io.blocktier.blockstore.spi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Everything a store takes from the machine except its disk and its network. Whoever passes it owns
 * the executor and closes it after the stores.
 *
 * @param clock the time of day
 * @param ticker elapsed time
 * @param random randomness; thread-safe
 * @param sleeper waiting
 * @param executor runs blocking tasks, each on a thread of its own; a store bounds how many it
 *     submits
 * @param diskThreads makes threads for calls to a disk that may hang: a virtual thread that hangs
 *     keeps its carrier, and with a few of them everything else that runs on those
 */
public record Effects(
    InstantSource clock,
    Ticker ticker,
    RandomGenerator random,
    Sleeper sleeper,
    ExecutorService executor,
    ThreadFactory diskThreads) {

  /**
   * The same with virtual threads for calls to a disk, for where no disk hangs.
   *
   * @param clock the time of day
   * @param ticker elapsed time
   * @param random randomness; thread-safe
   * @param sleeper waiting
   * @param executor runs blocking tasks
   */
  @SystemEffect("threads for those who have no kind of their own")
  public Effects(
      InstantSource clock,
      Ticker ticker,
      RandomGenerator random,
      Sleeper sleeper,
      ExecutorService executor) {
    this(clock, ticker, random, sleeper, executor, Thread.ofVirtual().factory());
  }

  /**
   * Returns the effects of this machine, with virtual threads, and daemons of the machine for
   * disks.
   *
   * @return real clock, randomness, waiting, and a new executor that the caller closes
   */
  @SystemEffect("the one door through which a program hands the machine to its stores")
  public static Effects ofSystem() {
    return new Effects(
        InstantSource.system(),
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextLong(),
        Effects::sleep,
        Executors.newVirtualThreadPerTaskExecutor(),
        Thread.ofPlatform().name("blocktier-disk-", 1).daemon().factory());
  }

  @SystemEffect("backs the sleeper of ofSystem")
  private static void sleep(Duration duration) throws InterruptedException {
    if (duration.isPositive()) {
      Thread.sleep(duration);
    }
  }
}
