package io.blocktier.segments.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Places of records by the hashes of their keys, in memory off the heap with a bound. Knows nothing
 * of keys: records of several keys may have one hash. Thread-safe.
 */
final class PlaceTable {

  private static final int MOST_STRIPES_LOG = 6;

  /** A stripe has room for so many pages, so that one that grows takes little of the bound. */
  private static final int PAGES_PER_STRIPE = 16;

  private final Pages memory;
  private final int stripesLog;
  private final Stripe[] stripes;

  /** Something that is done with a record. */
  @FunctionalInterface
  interface Visitor<E extends Exception> {
    void see(long hash, long place) throws E;
  }

  PlaceTable(long maxBytes) {
    this.memory = new Pages(maxBytes);
    int wanted = Math.max(1, memory.maxPages() / PAGES_PER_STRIPE);
    this.stripesLog =
        Math.min(MOST_STRIPES_LOG, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(wanted));
    this.stripes = new Stripe[1 << stripesLog];
    Arrays.setAll(stripes, _ -> new Stripe(memory, stripesLog));
  }

  int stripes() {
    return stripes.length;
  }

  /** Returns how many records there is room for in any case, if their hashes spread. */
  long capacity() {
    int parts = stripes.length;
    double pages = (double) memory.maxPages() * parts / (parts + 1 / Stripe.GROWN_LOAD) - parts;
    return (long) Math.max(0, pages * Pages.PAGE_SLOTS * Stripe.GROWN_LOAD);
  }

  long records() {
    return Arrays.stream(stripes).mapToLong(Stripe::used).sum();
  }

  long bytes() {
    return memory.bytes();
  }

  private Stripe stripe(long hash) {
    return stripes[stripesLog == 0 ? 0 : (int) (hash >>> (Long.SIZE - stripesLog))];
  }

  /** An empty slot has the hash 0. */
  private static long named(long hash) {
    return hash == 0 ? 1 : hash;
  }

  /** Adds a record; false if there is no room. */
  boolean add(long hash, long place) {
    long named = named(hash);
    return stripe(named).add(named, place);
  }

  /** Makes room for records that come in the order in which a table shows them. */
  void reserve(long records) {
    for (Stripe stripe : stripes) {
      stripe.reserve(records / stripes.length);
    }
  }

  /** Returns the places of all records of a hash, in no order. */
  long[] find(long hash) {
    long named = named(hash);
    return stripe(named).find(named);
  }

  /** Drops records whose places are of no use any more. */
  void sweep(LongPredicate useless) {
    for (Stripe stripe : stripes) {
      stripe.sweep(useless);
    }
  }

  /** Shows all records of a stripe as they are at one moment, while others may go on. */
  <E extends Exception> void visit(int stripe, Visitor<E> visitor) throws E {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] copy = new MemorySegment[1];
      long slots =
          stripes[stripe].copyTo(bytes -> {
            copy[0] = arena.allocate(bytes, Long.BYTES);
            return copy[0];
          });
      for (long slot = 0; slot < slots; slot++) {
        long hash = copy[0].getAtIndex(ValueLayout.JAVA_LONG, 2 * slot);
        if (hash != 0) {
          visitor.see(hash, copy[0].getAtIndex(ValueLayout.JAVA_LONG, 2 * slot + 1));
        }
      }
    }
  }
}
