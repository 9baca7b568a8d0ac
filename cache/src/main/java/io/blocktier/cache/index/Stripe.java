package io.blocktier.cache.index;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.index.BlockIndex.Replacements;
import io.blocktier.cache.index.BlockIndex.Visitor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The entries of some keys, behind a lock that guards memory alone. When the table is full, or too
 * much room wasted, what is alive moves into new arrays: some thousand records, a fraction of a
 * millisecond.
 */
final class Stripe {

  private static final int SMALLEST_SNAPSHOT = 16;
  private static final int SMALL_ENTRIES = 1024;
  private static final int FAR_TOO_WIDE = 2;

  private final Quota quota;
  private Arena arena = new Arena();
  private Slots slots = new Slots(0);
  private int entries;

  Stripe(Quota quota) {
    this.quota = quota;
  }

  synchronized Optional<IndexEntry> find(long hash, String key) {
    int slot = slots.find(hash, key, arena);
    return slot < 0
        ? Optional.empty()
        : Optional.of(arena.entry(slots.location(slot), slots.state(slot)));
  }

  synchronized Optional<IndexEntry> put(long hash, String key, IndexEntry entry)
      throws IndexFullException {
    int slot = slots.find(hash, key, arena);
    if (slot < 0) {
      if (!hasRoom()) {
        throw new IndexFullException(quota.maxEntries());
      }
      add(hash, arena.add(KeyText.utf8(key), entry), entry.state());
      return Optional.empty();
    }
    return Optional.of(replace(slot, entry));
  }

  /** Sets an entry of a batch; false if there is no room for it. */
  synchronized boolean put(EntryBatch batch, int number, Replacements replacements) {
    long hash = batch.hash(number);
    int slot = slots.find(hash, batch.images(), batch.start(number), arena);
    if (slot >= 0) {
      replacements.replaced(number, arena.entry(slots.location(slot), slots.state(slot)));
      arena.set(slots.location(slot), batch.images(), batch.start(number));
      slots.setState(slot, batch.state(number));
      return true;
    }
    if (!hasRoom()) {
      return false;
    }
    add(hash, arena.add(batch.images(), batch.start(number)), batch.state(number));
    return true;
  }

  private IndexEntry replace(int slot, IndexEntry entry) {
    IndexEntry old = arena.entry(slots.location(slot), slots.state(slot));
    arena.set(slots.location(slot), entry);
    slots.setState(slot, entry.state());
    return old;
  }

  private boolean hasRoom() {
    return arena.hasRoom() && quota.take();
  }

  private void add(long hash, int location, byte state) {
    if (slots.isFull()) {
      widen();
    }
    slots.add(hash, location, state);
    entries++;
  }

  synchronized void remove(long hash, String key) {
    int slot = slots.find(hash, key, arena);
    if (slot >= 0) {
      remove(slot);
    }
  }

  synchronized void remove(long hash, String key, long generation) {
    int slot = slots.find(hash, key, arena);
    if (slot >= 0 && arena.generation(slots.location(slot)) == generation) {
      remove(slot);
    }
  }

  private void remove(int slot) {
    arena.discard(slots.location(slot));
    slots.remove(slot);
    entries--;
    quota.giveBack();
    if (arena.isWasteful()) {
      rebuild();
    }
  }

  /** Makes the table one for so many entries, unless they fit and it is not far too wide. */
  synchronized void expect(int about) {
    int room = Math.max(about, entries) + 1;
    if (!slots.fits(room) || slots.capacity() > FAR_TOO_WIDE * Slots.capacity(room)) {
      resize(room);
    }
  }

  /** A table that is small grows faster. */
  private void widen() {
    resize(entries < SMALL_ENTRIES ? 2 * (entries + 1) : entries + 1);
  }

  /** The records stay where they are. */
  private void resize(int room) {
    Slots resized = new Slots(room);
    for (int slot = 0; slot < slots.capacity(); slot++) {
      if (slots.isTaken(slot)) {
        int location = slots.location(slot);
        resized.add(arena.hash(location), location, slots.state(slot));
      }
    }
    slots = resized;
  }

  private void rebuild() {
    Arena tidyArena = new Arena();
    Slots tidySlots = new Slots(entries + 1);
    for (int slot = 0; slot < slots.capacity(); slot++) {
      if (slots.isTaken(slot)) {
        int location = tidyArena.copy(arena, slots.location(slot));
        tidySlots.add(tidyArena.hash(location), location, slots.state(slot));
      }
    }
    arena = tidyArena;
    slots = tidySlots;
  }

  /** Hands over what was there at one moment; the visitor runs without the lock. */
  void forEach(StateSet states, Visitor visitor) throws IOException {
    Snapshot snapshot = snapshot(states);
    for (int i = 0; i < snapshot.found(); i++) {
      int location = snapshot.locations()[i];
      BlockKey key = snapshot.arena().key(location);
      visitor.visit(key, snapshot.arena().entry(location, snapshot.states()[i]));
    }
  }

  synchronized long oldest(StateSet states) {
    long oldest = BlockIndex.NEVER;
    for (int slot = 0; slot < slots.capacity(); slot++) {
      if (states.has(slots.state(slot)) && slots.isTaken(slot)) {
        oldest = Math.min(oldest, arena.since(slots.location(slot)));
      }
    }
    return oldest;
  }

  private synchronized Snapshot snapshot(StateSet states) {
    Arena copies = new Arena();
    int[] locations = {};
    byte[] found = {};
    int count = 0;
    for (int slot = 0; slot < slots.capacity(); slot++) {
      if (states.has(slots.state(slot)) && slots.isTaken(slot)) {
        if (count == locations.length) {
          locations = Arrays.copyOf(locations, Math.max(SMALLEST_SNAPSHOT, 2 * count));
          found = Arrays.copyOf(found, locations.length);
        }
        locations[count] = copies.copy(arena, slots.location(slot));
        found[count] = slots.state(slot);
        count++;
      }
    }
    return new Snapshot(copies, locations, found, count);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Snapshot(Arena arena, int[] locations, byte[] states, int found) {}
}
