package io.blocktier.cache;

import io.blocktier.cache.index.IndexEntry;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** How many blocks and bytes are in which state, and in which segment. Thread-safe. */
final class BlockCounts {

  private static final int STATES = BlockState.values().length;

  private final long[] blocks = new long[STATES];
  private final long[] bytes = new long[STATES];
  private final NavigableMap<Long, Residents> segments = new TreeMap<>();

  /** The blocks whose records are in one segment. */
  private record Residents(long clean, long atRisk) {
    Residents plus(boolean isAtRisk, int more) {
      return isAtRisk ? new Residents(clean, atRisk + more) : new Residents(clean + more, atRisk);
    }

    boolean isNobody() {
      return clean == 0 && atRisk == 0;
    }
  }

  private static final Residents NOBODY = new Residents(0, 0);

  synchronized void add(IndexEntry entry) {
    count(entry, 1);
  }

  /** Counts in one step: who looks in between must not find a place that is not there. */
  synchronized void replace(Optional<IndexEntry> old, IndexEntry entry) {
    old.ifPresent(before -> count(before, -1));
    count(entry, 1);
  }

  synchronized void subtract(IndexEntry entry) {
    count(entry, -1);
  }

  private void count(IndexEntry entry, int more) {
    BlockState state = StagedBlocks.state(entry);
    blocks[state.code()] += more;
    bytes[state.code()] += (long) more * entry.position().length();
    long segment = entry.position().segment();
    Residents now = residents(segment).plus(state.isAtRisk(), more);
    if (now.isNobody()) {
      segments.remove(segment);
    } else {
      segments.put(segment, now);
    }
  }

  private Residents residents(long segment) {
    return segments.getOrDefault(segment, NOBODY);
  }

  synchronized long blocks() {
    long all = 0;
    for (long some : blocks) {
      all += some;
    }
    return all;
  }

  synchronized long blocks(BlockState state) {
    return blocks[state.code()];
  }

  synchronized long bytes(BlockState state) {
    return bytes[state.code()];
  }

  /** Returns how many versions and deletions the store refuses. */
  synchronized long quarantined() {
    return blocks[BlockState.QUARANTINED.code()] + blocks[BlockState.QUARANTINED_DELETION.code()];
  }

  /** Returns how many versions and deletions are to be brought to the store. */
  synchronized long travelling() {
    return blocks[BlockState.DIRTY.code()] + blocks[BlockState.DELETED.code()];
  }

  synchronized long bytesAtRisk() {
    long all = 0;
    for (BlockState state : BlockState.values()) {
      all += state.isAtRisk() ? bytes[state.code()] : 0;
    }
    return all;
  }

  /** Tells whether the newest record of some block is in a segment. */
  synchronized boolean hasResidents(long segment) {
    return segments.containsKey(segment);
  }

  synchronized boolean hasAtRisk(long segment) {
    return residents(segment).atRisk() > 0;
  }

  synchronized boolean hasClean(long segment) {
    return residents(segment).clean() > 0;
  }

  /** Returns the oldest segment with blocks that the store has, too. */
  synchronized Optional<Long> oldestWithClean() {
    return segments.entrySet().stream()
        .filter(entry -> entry.getValue().clean() > 0)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
