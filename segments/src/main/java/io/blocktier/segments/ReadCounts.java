package io.blocktier.segments;

import java.util.concurrent.atomic.LongAdder;

/** How often single keys were looked for, by where they were found. Thread-safe. */
final class ReadCounts {

  private final LongAdder memory = new LongAdder();
  private final LongAdder segment = new LongAdder();
  private final LongAdder nowhere = new LongAdder();

  /** Counts a read that a table answered, be it that the key has no value. */
  void inMemory() {
    memory.increment();
  }

  /** Counts a read that no table answered. */
  void inSegments(boolean found) {
    (found ? segment : nowhere).increment();
  }

  long memory() {
    return memory.sum();
  }

  long segment() {
    return segment.sum();
  }

  long nowhere() {
    return nowhere.sum();
  }
}
