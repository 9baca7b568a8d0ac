package io.blocktier.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish of the user that a run ends early. The run's own thread is interrupted, so that it
 * unwinds by the paths that errors take: files half written go, stores close. Thread-safe.
 */
final class Cancellation {

  private final Thread runner;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean requested;

  /** Takes the thread that is going to run the command. */
  Cancellation(Thread runner) {
    this.runner = runner;
  }

  boolean requested() {
    return requested;
  }

  /** Ends the run, and waits a bounded time until it has cleaned up. */
  void cancel(Duration patience) {
    if (over.getCount() > 0) {
      requested = true;
      runner.interrupt();
      awaitEnd(patience);
    }
  }

  /** Says that the run is over and nothing is left to be cancelled. */
  void finished() {
    over.countDown();
  }

  private void awaitEnd(Duration patience) {
    try {
      boolean _ = over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
