package io.blocktier.journal.disk;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells whether it pays to keep a processor for a moment, by what came of it before. Thread-safe.
 */
final class Spins {

  /** How often it may have been in vain in a row. */
  static final int TRIES = 4;

  /** How many more turns it takes until it is tried again. */
  static final int PAUSE = 256;

  private final AtomicInteger inVain = new AtomicInteger();

  /** Tells whether to try it; counts this turn as one in vain until it turns out otherwise. */
  boolean pay() {
    int before = inVain.getAndUpdate(count -> count < TRIES + PAUSE ? count + 1 : TRIES);
    return before < TRIES || before == TRIES + PAUSE;
  }

  /** Says that it was not in vain. */
  void paid() {
    inVain.set(0);
  }
}
