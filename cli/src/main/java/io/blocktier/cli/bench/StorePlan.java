package io.blocktier.cli.bench;

import io.blocktier.blockstore.KeyPrefix;
import java.time.Duration;
import java.util.List;

/**
 * How a store is measured. Immutable.
 *
 * @param folder what all keys begin with; everything below is removed at the end
 * @param calls how many calls of each kind are timed
 * @param length how long they may take together, and how long each level of concurrency takes
 * @param blockBytes how large the blocks are that are moved side by side
 * @param levels how many of them at a time, rising
 */
public record StorePlan(
    KeyPrefix folder, int calls, Duration length, int blockBytes, List<Integer> levels) {

  /** The most blocks that are moved at a time. */
  public static final int MOST_LEVEL = 256;

  /**
   * Copies the levels.
   *
   * @throws IllegalArgumentException if there are none, or they do not rise
   */
  public StorePlan {
    levels = List.copyOf(levels);
    if (levels.isEmpty() || levels.getFirst() < 1 || levels.getLast() > MOST_LEVEL) {
      throw new IllegalArgumentException("levels are from 1 to " + MOST_LEVEL);
    }
    for (int i = 1; i < levels.size(); i++) {
      if (levels.get(i) <= levels.get(i - 1)) {
        throw new IllegalArgumentException("levels have to rise");
      }
    }
  }
}
