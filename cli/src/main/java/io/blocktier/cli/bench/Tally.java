package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that failed. Thread-safe. */
final class Tally {

  /** So many failures in a row are a store that cannot be measured. */
  private static final int HOPELESS = 20;

  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong throttled = new AtomicLong();
  private final AtomicInteger inARow = new AtomicInteger();

  void succeeded() {
    inARow.set(0);
  }

  /** Counts a failure, and throws it where there is no hope, or nothing to wait for. */
  void failed(BlockStoreException e) throws BlockStoreException {
    failures.incrementAndGet();
    if (tooMuch(e)) {
      throttled.incrementAndGet();
    }
    boolean passing = e.retryable() || e instanceof OutcomeUnknownException;
    if (!passing || inARow.incrementAndGet() >= HOPELESS) {
      throw e;
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
