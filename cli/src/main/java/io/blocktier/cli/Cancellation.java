package io.blocktier.cli;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish of the user that a run ends early. The run's own thread is interrupted, so that it
 * unwinds by the paths that errors take: files half written go, stores close. Thread-safe.
 */
final class Cancellation {

  private final Thread runner;
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean requested;
  private volatile Duration farewell = Duration.ZERO;
  private volatile int status;

  /** Takes the thread that is going to run the command. */
  Cancellation(Thread runner) {
    this.runner = runner;
  }

  boolean requested() {
    return requested;
  }

  /**
   * Waits until the run shall end. The interrupt is taken, so that what follows can wait again.
   *
   * @param orderly how long the run then takes for an orderly end, which is waited for
   */
  void await(Duration orderly) {
    farewell = orderly;
    do {
      try {
        never.await();
      } catch (InterruptedException asked) {
        // by cancel, or by nobody in particular
      }
    } while (!requested);
  }

  /** Ends the run, and waits a bounded time until it has cleaned up. */
  void cancel(Duration patience) {
    if (over.getCount() > 0) {
      requested = true;
      runner.interrupt();
      awaitEnd(patience.plus(farewell));
    }
  }

  /**
   * Says that the run is over and nothing is left to be cancelled.
   *
   * @param result its exit status
   */
  void finished(int result) {
    status = result;
    over.countDown();
  }

  /**
   * Returns the status of a run that was asked to end, and did so in its own way.
   *
   * @return empty if nobody asked, or the run was given up
   */
  OptionalInt orderlyEnd() {
    boolean orderly = requested && over.getCount() == 0 && status != ExitCode.CANCELLED.status();
    return orderly ? OptionalInt.of(status) : OptionalInt.empty();
  }

  private void awaitEnd(Duration patience) {
    try {
      boolean _ = over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
