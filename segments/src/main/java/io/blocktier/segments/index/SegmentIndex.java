package io.blocktier.segments.index;

import io.blocktier.segments.format.RecordKey;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells in which frames of which segments a key may have records: of segments that are covered,
 * where their records are; of others nothing. What it tells is a hint, which whoever reads compares
 * with the key in the record. That a covered segment has nothing of a key is certain.
 *
 * <p>A segment is covered when all of its records are in the table, and not a moment earlier; one
 * for which there is no room never is. Segments that are gone leave their places behind until they
 * are swept; a place whose segment nobody asks for is of no importance. Thread-safe.
 */
public final class SegmentIndex {

  /** What is useless is swept when it is more than this part of the table. */
  private static final int USELESS_PART = 8;

  private final PlaceTable table;
  private final KeyHash hash;
  private final Deque<Integer> freeOrdinals = new ArrayDeque<>();
  private final Map<Long, Long> begun = new HashMap<>();
  private final Map<Integer, Long> sizes = new HashMap<>();
  private BitSet useless = new BitSet();
  private long uselessRecords;
  private int ordinals;
  private volatile Coverage coverage = Coverage.NOTHING;

  /**
   * Makes an empty index.
   *
   * @param maxBytes of memory off the heap that its table takes at most; what it has no room for is
   *     not covered. 0 for an index that covers nothing
   */
  public SegmentIndex(long maxBytes) {
    this(maxBytes, KeyHash.STANDARD);
  }

  SegmentIndex(long maxBytes, KeyHash hash) {
    this.table = new PlaceTable(maxBytes);
    this.hash = hash;
  }

  /**
   * Returns which segments are covered.
   *
   * @return what is so at this moment
   */
  public Coverage coverage() {
    return coverage;
  }

  /**
   * Returns how many records are in the table, useless ones included.
   *
   * @return 0 or more
   */
  public long records() {
    return table.records();
  }

  /**
   * Returns how much memory off the heap was taken.
   *
   * @return bytes, at most as many as are allowed
   */
  public long bytes() {
    return table.bytes();
  }

  PlaceTable table() {
    return table;
  }

  /**
   * Looks for a key.
   *
   * @param key whom to look for
   * @return what covered segments have of it
   */
  public Hints find(RecordKey key) {
    byte[] utf8 = key.toUtf8();
    long named = hash.of(utf8, utf8.length);
    while (true) {
      Coverage before = coverage; // whatever it covers is in the table
      long[] places = table.find(named);
      if (coverage.removals() == before.removals()) { // and has not been swept meanwhile
        return new Hints(before, places);
      }
    }
  }

  /**
   * Begins to take the records of a segment.
   *
   * @param segment its number
   * @param records how many it has
   * @return what takes them, which the caller closes; null if the segment is covered or being
   *     covered, or there is no room
   */
  public @Nullable Cover begin(long segment, long records) {
    if (!hasRoom(records)) {
      sweep();
    }
    synchronized (this) {
      boolean there = coverage.covers(segment) || begun.containsKey(segment);
      if (there || !hasRoom(records)) {
        return null;
      }
      begun.put(segment, records);
      Integer free = freeOrdinals.poll();
      return new Cover(this, segment, free == null ? ordinals++ : free);
    }
  }

  private synchronized boolean hasRoom(long records) {
    long promised = begun.values().stream().mapToLong(Long::longValue).sum();
    return table.records() + promised + records <= table.capacity();
  }

  boolean add(int ordinal, byte[] key, int length, int frame, boolean tombstone) {
    return table.add(hash.of(key, length), Place.of(ordinal, frame, tombstone));
  }

  synchronized void finish(long segment, int ordinal, long records) {
    begun.remove(segment);
    sizes.put(ordinal, records);
    coverage = coverage.with(segment, ordinal);
  }

  synchronized void giveUp(long segment, int ordinal, long records) {
    begun.remove(segment);
    useless.set(ordinal);
    uselessRecords += records;
  }

  /**
   * Forgets segments. In order, so that a search that relies on one of them sees it: they are not
   * covered any more, then their places are useless, then they are swept.
   *
   * @param gone whom to forget, by their numbers
   */
  public void retire(LongPredicate gone) {
    boolean worthwhile;
    synchronized (this) {
      Map<Long, Integer> going = new HashMap<>(coverage.ordinals());
      going.keySet().removeIf(segment -> !gone.test(segment));
      if (going.isEmpty()) {
        return;
      }
      coverage = coverage.without(going.keySet());
      going.values().forEach(this::forget);
      worthwhile = uselessRecords > table.records() / USELESS_PART;
    }
    if (worthwhile) {
      sweep();
    }
  }

  private void forget(int ordinal) {
    Long records = sizes.remove(ordinal);
    useless.set(ordinal);
    uselessRecords += records == null ? 0 : records;
  }

  /** Drops what is useless. Who is given a place from before notices by the removals. */
  public void sweep() {
    BitSet swept;
    synchronized (this) {
      if (useless.isEmpty()) {
        return;
      }
      swept = useless;
      useless = new BitSet();
      uselessRecords = 0;
    }
    table.sweep(place -> swept.get(Place.ordinal(place)));
    synchronized (this) {
      swept.stream().forEach(freeOrdinals::add);
    }
  }
}
