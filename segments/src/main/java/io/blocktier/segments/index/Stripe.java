package io.blocktier.segments.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * One part of a table: hashes with places, several of a hash where there are several records, in
 * slots that are searched from that which the hash names on (linear probing; Knuth, The Art of
 * Computer Programming 3, 6.4). A larger hash names a later slot, so growing reads and writes
 * memory from front to back. Thread-safe.
 */
final class Stripe {

  /** Beyond that a stripe grows. */
  private static final double MOST_LOAD = 0.85;

  /** How full a stripe is when it has grown. */
  static final double GROWN_LOAD = 0.68;

  /** How many records of one hash there are at most; a search passes them all. */
  static final int MOST_OF_A_HASH = 4096;

  private static final long[] NOTHING = {};
  private static final int FEW = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Pages memory;
  private final int hashShift;
  private int[] pages = {};
  private long slots;
  private long used;

  /** The uppermost bits of hashes are the same in a stripe. */
  Stripe(Pages memory, int sameBits) {
    this.memory = memory;
    this.hashShift = sameBits;
  }

  long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a record; false if there is no room, or there are too many of the hash. */
  boolean add(long hash, long place) {
    lock.lock();
    try {
      if (used + 1 > slots * MOST_LOAD && !grow(1)) {
        return false;
      }
      return insert(hash, place);
    } finally {
      lock.unlock();
    }
  }

  private boolean insert(long hash, long place) {
    int same = 0;
    long slot = home(hash);
    for (long at = hash(slot); at != 0; at = hash(slot)) {
      same += at == hash ? 1 : 0;
      slot = next(slot);
    }
    if (same >= MOST_OF_A_HASH) {
      return false;
    }
    set(slot, hash, place);
    used++;
    return true;
  }

  /** Returns the places of all records of a hash. */
  long[] find(long hash) {
    lock.lock();
    try {
      return used == 0 ? NOTHING : search(hash);
    } finally {
      lock.unlock();
    }
  }

  private long[] search(long hash) {
    long[] found = NOTHING;
    int count = 0;
    long slot = home(hash);
    for (long at = hash(slot); at != 0; at = hash(slot)) {
      if (at == hash) {
        found = count == found.length ? Arrays.copyOf(found, Math.max(FEW, 2 * count)) : found;
        found[count++] = place(slot);
      }
      slot = next(slot);
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  /** Drops the places that are of no use any more, where they are. */
  void sweep(LongPredicate useless) {
    lock.lock();
    try {
      for (long slot = 0; slot < slots; slot++) {
        while (hash(slot) != 0 && useless.test(place(slot))) {
          remove(slot);
          used--;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Moves those back that would not be found any more behind an empty slot. */
  private void remove(long removed) {
    long gap = removed;
    long slot = next(gap);
    for (long at = hash(slot); at != 0; at = hash(slot)) {
      long home = home(at);
      boolean stays = gap < slot ? gap < home && home <= slot : gap < home || home <= slot;
      if (!stays) {
        set(gap, at, place(slot));
        gap = slot;
      }
      slot = next(slot);
    }
    set(gap, 0, 0);
  }

  /**
   * Makes room for records that come in the order of their hashes, which would all want the first
   * slots of a stripe that only grows with them. Where there is none, they find out one by one.
   */
  void reserve(long records) {
    lock.lock();
    try {
      if (used + records > slots * MOST_LOAD) {
        grow(records);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean grow(long records) {
    int wanted = (int) ((used + records) / (GROWN_LOAD * Pages.PAGE_SLOTS)) + 1;
    int[] more = memory.take(Math.max(wanted, pages.length + 1));
    if (more == null) {
      return false;
    }
    int[] before = pages;
    pages = more;
    slots = (long) more.length * Pages.PAGE_SLOTS;
    used = 0;
    for (int page : before) {
      takeOver(page);
    }
    memory.give(before);
    return true;
  }

  private void takeOver(int page) {
    for (int word = 0; word < 2 * Pages.PAGE_SLOTS; word += 2) {
      long hash = memory.get(page, word);
      if (hash != 0) {
        insert(hash, memory.get(page, word + 1));
      }
    }
  }

  /** Copies all slots, those that are empty too, to memory that has room for them. */
  long copyTo(LongFunction<MemorySegment> room) {
    lock.lock();
    try {
      MemorySegment target = room.apply(slots * Pages.SLOT_BYTES);
      for (int i = 0; i < pages.length; i++) {
        memory.copy(pages[i], target, (long) i * Pages.PAGE_BYTES);
      }
      return slots;
    } finally {
      lock.unlock();
    }
  }

  private long home(long hash) {
    return Math.unsignedMultiplyHigh(hash << hashShift, slots);
  }

  private long next(long slot) {
    return slot + 1 == slots ? 0 : slot + 1;
  }

  private long hash(long slot) {
    return memory.get(pages[page(slot)], word(slot));
  }

  private long place(long slot) {
    return memory.get(pages[page(slot)], word(slot) + 1);
  }

  private void set(long slot, long hash, long place) {
    memory.set(pages[page(slot)], word(slot), hash);
    memory.set(pages[page(slot)], word(slot) + 1, place);
  }

  private static int page(long slot) {
    return (int) (slot / Pages.PAGE_SLOTS);
  }

  private static int word(long slot) {
    return 2 * (int) (slot % Pages.PAGE_SLOTS);
  }
}
