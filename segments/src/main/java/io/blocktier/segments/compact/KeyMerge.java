package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.RecordKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Goes through several sources in the order of their keys. Holds one key of each. */
final class KeyMerge<C extends KeyMerge.Cursor> {

  private static final Comparator<Cursor> BY_KEY_AND_AGE =
      Comparator.comparing(Cursor::key)
          .thenComparing(Comparator.comparingLong(Cursor::sequence).reversed());

  private final PriorityQueue<C> waiting = new PriorityQueue<>(BY_KEY_AND_AGE);
  private final List<C> shown = new ArrayList<>();

  /** A source of keys that ascend. */
  interface Cursor {

    /** Goes on to the next key, at first to the first one. */
    boolean next() throws BlockStoreException;

    RecordKey key();

    long sequence();
  }

  KeyMerge(List<C> sources) {
    shown.addAll(sources);
  }

  /**
   * Returns all sources that have the next key, the newest first; none at the end. They stay where
   * they are until the next call.
   */
  List<C> next() throws BlockStoreException {
    for (C source : shown) {
      if (source.next()) {
        waiting.add(source);
      }
    }
    shown.clear();
    C first = waiting.poll();
    while (first != null) {
      shown.add(first);
      C further = waiting.peek();
      first =
          further != null && further.key().equals(shown.getFirst().key()) ? waiting.poll() : null;
    }
    return shown;
  }
}
