package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether a block may have changed since somebody looked. Keys share counters; a change of
 * another key that shares one costs no more than bytes that are not kept. Thread-safe.
 */
final class Changes {

  private static final int COUNTERS = 1 << 14;

  /** How many changes are under way is in the low bits, how many have ended in the others. */
  private static final long ENDED = 1 << 20;

  /** A change may be under way that nobody hears of. */
  private static final long UNSURE = 1;

  private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);
  private final LateCalls late;

  Changes(LateCalls late) {
    this.late = late;
  }

  /** Has to be called before the block is looked up. */
  long stamp(BlockKey key) {
    return late.overtakes(key, LateCalls.ANY) ? UNSURE : counters.get(counter(key));
  }

  /**
   * Tells whether what was looked up behind a stamp is still what there is, and no call whose reply
   * was lost has changed that, or can.
   */
  boolean holds(BlockKey key, long stamp) {
    return stamp % ENDED == 0 && stamp == stamp(key);
  }

  /** Has to be called before a change, under the lock of the block. */
  void begin(BlockKey key) {
    counters.incrementAndGet(counter(key));
  }

  /** Has to be called behind a change, under the lock of the block. */
  void end(BlockKey key) {
    counters.addAndGet(counter(key), ENDED - 1);
  }

  private static int counter(BlockKey key) {
    return Math.floorMod(key.hashCode(), COUNTERS);
  }
}
