package io.blocktier.cache;

import io.blocktier.cache.index.EntryBatch;
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

  /** Those of the segment that was counted last, which is nearly always counted next. */
  private Residents latest = new Residents(-1);

  /** The blocks whose records are in one segment. */
  private static final class Residents {
    private final long segment;
    private long clean;
    private long atRisk;

    Residents(long segment) {
      this.segment = segment;
    }

    void add(boolean isAtRisk, int more) {
      if (isAtRisk) {
        atRisk += more;
      } else {
        clean += more;
      }
    }

    boolean isNobody() {
      return clean == 0 && atRisk == 0;
    }
  }

  synchronized void add(IndexEntry entry) {
    count(entry, 1);
  }

  /** Counts in one step: who looks in between must not find a place that is not there. */
  synchronized void replace(Optional<IndexEntry> old, IndexEntry entry) {
    if (old.isPresent()) {
      count(old.get(), -1);
    }
    count(entry, 1);
  }

  /**
   * Counts the first entries of a batch.
   *
   * @return how many of them are at risk
   */
  synchronized int addAll(EntryBatch batch, int entries) {
    int atRisk = 0;
    for (int i = 0; i < entries; i++) {
      byte state = batch.state(i);
      blocks[state]++;
      bytes[state] += batch.length(i);
      atRisk += BlockState.of(state).isAtRisk() ? 1 : 0;
    }
    if (entries > 0) {
      Residents residents = of(batch.segment());
      residents.add(true, atRisk);
      residents.add(false, entries - atRisk);
      forgetIfNobody(residents);
    }
    return atRisk;
  }

  synchronized void subtract(IndexEntry entry) {
    count(entry, -1);
  }

  private void count(IndexEntry entry, int more) {
    BlockState state = StagedBlocks.state(entry);
    blocks[state.code()] += more;
    bytes[state.code()] += (long) more * entry.position().length();
    Residents residents = of(entry.position().segment());
    residents.add(state.isAtRisk(), more);
    forgetIfNobody(residents);
  }

  private void forgetIfNobody(Residents residents) {
    if (residents.isNobody()) {
      segments.remove(residents.segment);
      latest = new Residents(-1);
    }
  }

  private Residents of(long segment) {
    if (latest.segment != segment) {
      latest = segments.computeIfAbsent(segment, Residents::new);
    }
    return latest;
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
    Residents residents = segments.get(segment);
    return residents != null && residents.atRisk > 0;
  }

  synchronized boolean hasClean(long segment) {
    Residents residents = segments.get(segment);
    return residents != null && residents.clean > 0;
  }

  /** Returns the oldest segment with blocks that the store has, too. */
  synchronized Optional<Long> oldestWithClean() {
    return segments.entrySet().stream()
        .filter(entry -> entry.getValue().clean > 0)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
