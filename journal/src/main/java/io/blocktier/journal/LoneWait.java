package io.blocktier.journal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a thread that waits for a record alone keep its processor, as long as the disk answers
 * within the moment that this is good for. A virtual thread gives its processor to others in any
 * case. Thread-safe.
 */
final class LoneWait {

  /** How often it may have been in vain in a row. */
  static final int TRIES = 4;

  /** How many more waits it takes until it is tried again. */
  static final int PAUSE = 256;

  private final AtomicInteger inVain = new AtomicInteger();

  /** Returns whether the record is settled by now; if not, nothing is said. */
  boolean isSettledSoon(Waiter waiter) {
    if (!waiter.isAlone() || waiter.isVirtual() || !pays()) {
      return false;
    }
    boolean raised = waiter.signal().expect();
    if (raised) {
      inVain.set(0);
    }
    return raised;
  }

  /** Counts this wait as one in vain until it turns out otherwise. */
  private boolean pays() {
    int before = inVain.getAndUpdate(count -> count < TRIES + PAUSE ? count + 1 : TRIES);
    return before < TRIES || before == TRIES + PAUSE;
  }
}
