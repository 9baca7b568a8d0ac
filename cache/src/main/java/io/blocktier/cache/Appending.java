package io.blocktier.cache;

import io.blocktier.cache.journal.Appended;
import java.util.TreeMap;

/**
 * Knows which segments may get, or have got, a record that the index does not lead to yet. Such a
 * segment looks empty and is not.
 */
final class Appending {

  private final TreeMap<Long, Integer> underWay = new TreeMap<>();
  private long newest;

  /** A change under way; closing says that the index leads to its records. */
  final class Change implements AutoCloseable {
    private final long floor;

    private Change(long floor) {
      this.floor = floor;
    }

    @Override
    public void close() {
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

  /** Notes where a record went; later ones go to the same segment or to newer ones. */
  synchronized Appended note(Appended appended) {
    newest = Math.max(newest, appended.position().segment());
    return appended;
  }

  /** Tells whether the index leads to every record that a complete segment has got. */
  synchronized boolean isIndexed(long segment) {
    return underWay.isEmpty() || underWay.firstKey() > segment;
  }
}
