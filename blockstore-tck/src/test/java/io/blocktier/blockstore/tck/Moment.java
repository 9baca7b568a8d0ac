package io.blocktier.blockstore.tck;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Something that other threads do, awaited in the middle of a defect so that it shows. Nobody waits
 * for long, and after a few times in vain nobody waits at all.
 */
final class Moment {

  private static final int MOST_IN_VAIN = 5;
  private static final int MOST_MILLIS = 200;

  private final Semaphore reached = new Semaphore(0);
  private final Semaphore patience = new Semaphore(MOST_IN_VAIN);

  void reached() {
    reached.release();
  }

  /** Returns when it is reached the next time, or not at all. */
  void await() {
    reached.drainPermits();
    try {
      if (patience.tryAcquire() && reached.tryAcquire(MOST_MILLIS, TimeUnit.MILLISECONDS)) {
        patience.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
