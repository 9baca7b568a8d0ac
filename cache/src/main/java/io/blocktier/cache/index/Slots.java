package io.blocktier.cache.index;

/**
 * An open-addressing table of locations, with a tag of the hash before each and the state of the
 * entry in a column beside it. Never grows: whoever finds it full builds another. Not thread-safe.
 */
final class Slots {

  private static final int SMALLEST = 16;
  private static final int LOCATION_MASK = Arena.MAX_LOCATIONS - 1;
  private static final int TAG_MASK = ~LOCATION_MASK;
  private static final int TAG_SHIFT = 24;
  private static final int FREE = 0;
  private static final int REMOVED = 1 << TAG_SHIFT; // no record is at location 0

  private final int[] slots;
  private final byte[] states;
  private int occupied;

  /** Makes room for entries at half of the slots: half as many again come before it is full. */
  Slots(int entries) {
    int capacity = capacity(entries);
    this.slots = new int[capacity];
    this.states = new byte[capacity];
  }

  /** Tells whether one more would take more than four fifths, where searches become long. */
  boolean isFull() {
    return !fits(occupied + 1);
  }

  /** Tells whether so many would take no more than four fifths. */
  boolean fits(int entries) {
    return entries * 5L <= slots.length * 4L;
  }

  /** Returns how many slots there are in a table for entries. */
  static int capacity(int entries) {
    return Math.max(SMALLEST, Math.toIntExact(entries * 2L));
  }

  int capacity() {
    return slots.length;
  }

  /** Finds the slot of a key; negative if there is none. */
  int find(long hash, String key, Arena arena) {
    for (int slot = first(hash); slots[slot] != FREE; slot = next(slot)) {
      if (mayBe(hash, slots[slot]) && arena.holds(slots[slot] & LOCATION_MASK, key)) {
        return slot;
      }
    }
    return -1;
  }

  /** The same for the key of a record that is laid out somewhere. */
  int find(long hash, byte[] records, int from, Arena arena) {
    for (int slot = first(hash); slots[slot] != FREE; slot = next(slot)) {
      if (mayBe(hash, slots[slot]) && arena.holds(slots[slot] & LOCATION_MASK, records, from)) {
        return slot;
      }
    }
    return -1;
  }

  /** Tells whether what a slot has may be a key; only that key's bytes tell more. */
  private static boolean mayBe(long hash, int content) {
    return (content & TAG_MASK) == tag(hash) && (content & LOCATION_MASK) != 0;
  }

  /** Adds a key that is not here. */
  void add(long hash, int location, byte state) {
    int slot = first(hash);
    while (isTaken(slot)) {
      slot = next(slot);
    }
    if (slots[slot] == FREE) {
      occupied++;
    }
    slots[slot] = tag(hash) | location;
    states[slot] = state;
  }

  void remove(int slot) {
    slots[slot] = REMOVED;
  }

  boolean isTaken(int slot) {
    return (slots[slot] & LOCATION_MASK) != 0;
  }

  int location(int slot) {
    return slots[slot] & LOCATION_MASK;
  }

  byte state(int slot) {
    return states[slot];
  }

  void setState(int slot, byte state) {
    states[slot] = state;
  }

  /** The low half of the hash picks the slot, by its upper bits; the high half is the stripe's. */
  private int first(long hash) {
    return (int) (((hash & 0xFFFFFFFFL) * slots.length) >>> 32);
  }

  private int next(int slot) {
    return slot + 1 == slots.length ? 0 : slot + 1;
  }

  private static int tag(long hash) {
    return (int) hash << TAG_SHIFT;
  }
}
