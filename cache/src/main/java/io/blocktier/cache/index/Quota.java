package io.blocktier.cache.index;

import java.util.concurrent.atomic.AtomicLong;

/** Counts entries up to a bound. Thread-safe. */
final class Quota {

  private final long maxEntries;
  private final AtomicLong entries;

  Quota(long maxEntries, long entries) {
    this.maxEntries = maxEntries;
    this.entries = new AtomicLong(entries);
  }

  /** Counts one more; false, and nothing counted, if that were too many. */
  boolean take() {
    if (entries.incrementAndGet() <= maxEntries) {
      return true;
    }
    entries.decrementAndGet();
    return false;
  }

  /** Counts one more that is there already. */
  void takeAnyway() {
    entries.incrementAndGet();
  }

  void giveBack() {
    entries.decrementAndGet();
  }

  long taken() {
    return entries.get();
  }

  long maxEntries() {
    return maxEntries;
  }
}
