package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that failed. Thread-safe; each caller counts on a {@link Streak} of its own. */
final class Tally {

  /** So many failures in a row of one caller are a store that cannot be measured. */
  private static final int HOPELESS = 20;

  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong throttled = new AtomicLong();

  Streak streak() {
    return new Streak();
  }

  /**
   * What becomes of one caller's calls: many others may be refused while a few are served, which is
   * what is to be found out. Used by one thread.
   */
  final class Streak {

    private int inARow;

    void succeeded() {
      inARow = 0;
    }

    /** Counts a failure, and throws it where there is no hope, or nothing to wait for. */
    void failed(BlockStoreException e) throws BlockStoreException {
      failures.incrementAndGet();
      if (tooMuch(e)) {
        throttled.incrementAndGet();
      }
      boolean passing = e.retryable() || e instanceof OutcomeUnknownException;
      inARow++;
      if (!passing || inARow >= HOPELESS) {
        throw e;
      }
    }
  }

  /** A change that was throttled may have taken effect all the same. */
  private static boolean tooMuch(BlockStoreException e) {
    return switch (e) {
      case StoreUnavailableException unavailable -> unavailable.throttled();
      case OutcomeUnknownException unknown -> unknown.throttled();
      default -> false;
    };
  }

  long failures() {
    return failures.get();
  }

  long throttled() {
    return throttled.get();
  }
}
