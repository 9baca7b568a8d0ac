package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds, among all blocks that are to travel, those that have waited longest. */
final class Backlog {

  private static final Comparator<Candidate> NEWEST_FIRST =
      Comparator.comparingLong(Candidate::generation).reversed();

  private final CountedIndex index;

  Backlog(CountedIndex index) {
    this.index = index;
  }

  private record Candidate(BlockKey key, long generation) {}

  /**
   * Some of the blocks that are to travel.
   *
   * @param keys the oldest first
   * @param isAll whether there are no others
   */
  record Oldest(List<BlockKey> keys, boolean isAll) {}

  /** Tells whether anything at all is to travel. */
  boolean isEmpty() {
    return index.counts().travelling() == 0;
  }

  /** Looks at all that is at risk, and takes memory for as many blocks as are asked for. */
  Oldest oldest(int most) throws IOException {
    PriorityQueue<Candidate> oldest = new PriorityQueue<>(NEWEST_FIRST);
    boolean[] isAll = {true};
    index.forEachTravelling((key, entry) -> {
      if (oldest.size() < most) {
        oldest.add(new Candidate(key, entry.generation()));
      } else {
        isAll[0] = false;
        if (entry.generation() < oldest.element().generation()) {
          oldest.remove();
          oldest.add(new Candidate(key, entry.generation()));
        }
      }
    });
    List<BlockKey> keys = new ArrayList<>();
    while (!oldest.isEmpty()) {
      keys.add(oldest.remove().key());
    }
    return new Oldest(keys.reversed(), isAll[0]);
  }
}
