package io.blocktier.cache.journal;

import java.io.IOException;
import java.util.List;

/**
 * Records that were given up.
 *
 * @param segment the last one that had places for them; remembered until that is released
 * @param waiters who waited for them
 */
record Loss(long first, long last, long segment, IOException cause, List<Waiter> waiters) {

  boolean holds(long generation) {
    return generation >= first && generation <= last;
  }
}
