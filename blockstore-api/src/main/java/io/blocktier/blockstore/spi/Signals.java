package io.blocktier.blockstore.spi;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes signals. Code that waits for other threads by signals only can run in a simulation, which
 * then knows who waits for what. Thread-safe.
 */
@FunctionalInterface
public interface Signals {

  /** Something that happens once, and that others wait for. Thread-safe. */
  interface Signal {

    /** Lets everybody go on who waits now or later. */
    void raise();

    /**
     * Waits for the signal.
     *
     * @param timeout how long at most
     * @return whether it was raised
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    boolean await(Duration timeout) throws InterruptedException;

    /**
     * Gives a signal the moment that it is expected to take, a fifth of a millisecond at most,
     * without giving the processor away unless others want it: to be woken on a processor that has
     * gone to sleep takes longer. For a thread that is not virtual, and waits alone. Signals that
     * own the time come to no conclusion here.
     *
     * @return whether it was raised; if not, {@link #await} tells more
     */
    default boolean expect() {
      return false;
    }
  }

  /**
   * Makes a signal.
   *
   * @return a signal that nobody has raised yet
   */
  Signal create();

  /**
   * Returns signals between the threads of this JVM, for many short waits of many threads. A wait
   * of a second or more that is not ended by its signal may last a tenth of a second longer than it
   * was allowed to.
   *
   * @param effects elapsed time, and the executor that runs one task while somebody waits
   * @return the signals
   */
  static Signals ofThreads(Effects effects) {
    return new SharedTimerSignals(effects);
  }

  /**
   * Returns signals between the threads of this JVM, each of whose waits has a timer of its own.
   *
   * @return the signals
   */
  static Signals ofThreads() {
    return () -> {
      CountDownLatch latch = new CountDownLatch(1);
      return new Signal() {
        @Override
        public void raise() {
          latch.countDown();
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
          return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
      };
    };
  }
}
