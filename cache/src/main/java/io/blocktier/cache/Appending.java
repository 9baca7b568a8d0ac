package io.blocktier.cache;

import io.blocktier.journal.Appended;
import java.util.TreeMap;

/**
 * Knows which segments may get, or have got, a record that the index does not lead to yet. Such a
 * segment looks empty and is not.
 */
final class Appending {

  private final TreeMap<Long, Integer> underWay = new TreeMap<>();
  private final Runnable onLoss;
  private long newest;

  /**
   * Knows of no change yet.
   *
   * @param onLoss run where a change ends without the index leading to all of its records
   */
  Appending(Runnable onLoss) {
    this.onLoss = onLoss;
  }

  /** A change under way. */
  final class Change implements AutoCloseable {
    private final long floor;
    private boolean unindexed;

    private Change(long floor) {
      this.floor = floor;
    }

    /** Notes where a record went; later ones go to the same segment or to newer ones. */
    Appended note(Appended appended) {
      unindexed = true;
      reached(appended.position().segment());
      return appended;
    }

    /** Says that the index leads to all records of the change. */
    void indexed() {
      unindexed = false;
    }

    /** Ends the change. A record that the index never gets to know may be found after a crash. */
    @Override
    public void close() {
      if (unindexed) {
        onLoss.run();
      }
      end(floor);
    }
  }

  /** Has to be called before the first record of a change is appended. */
  synchronized Change begin() {
    underWay.merge(newest, 1, Integer::sum);
    return new Change(newest);
  }

  private synchronized void end(long floor) {
    underWay.merge(floor, -1, (count, less) -> count + less == 0 ? null : count + less);
  }

  private synchronized void reached(long segment) {
    newest = Math.max(newest, segment);
  }

  /** Tells whether the index leads to every record that a complete segment has got. */
  synchronized boolean isIndexed(long segment) {
    return underWay.isEmpty() || underWay.firstKey() > segment;
  }
}
