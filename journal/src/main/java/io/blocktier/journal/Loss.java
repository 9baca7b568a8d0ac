package io.blocktier.journal;

import java.io.IOException;
import java.util.List;

/**
 * Records that were given up.
 *
 * @param waiters who waited for them
 */
record Loss(long first, long last, IOException cause, List<Waiter> waiters) {

  /** Returns what to tell who asks for one of the records. */
  IOException failure() {
    return cause instanceof DiskFullException full
        ? new DiskFullException(full)
        : new IOException("the record was not made durable", cause);
  }

  /** Adds what was given up right behind; all who waited for these were told. */
  Loss with(Loss next) {
    return new Loss(first, next.last, next.cause, List.of());
  }

  boolean holds(long generation) {
    return generation >= first && generation <= last;
  }
}
