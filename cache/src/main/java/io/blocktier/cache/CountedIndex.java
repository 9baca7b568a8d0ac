package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.EntryBatch;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.index.StateSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An index that counts what is in it at every change: blocks and bytes by state, blocks by segment.
 * So nobody has to look at all of it to know; nor for what is at risk, unless that is much. It
 * keeps places for those who are about to add a block: what has its record in the journal must not
 * find the index full. Thread-safe; the counts are exact at every moment.
 */
final class CountedIndex implements BlockIndex {

  private static final int STRIPES = 64;

  private final BlockIndex index;
  private final long maxBlocks;
  private final Object[] stripes =
      IntStream.range(0, STRIPES).mapToObj(_ -> new Object()).toArray();
  private final AtRiskKeys atRisk;
  private final BlockCounts counts = new BlockCounts();
  private long reserved;

  /**
   * Counts what is in an index.
   *
   * @param index empty, or {@linkplain #countAll() counted} next; has room for more than the most,
   *     which a recovery may find
   * @param maxBlocks the most that others may add
   * @param maxKeys how many keys of blocks at risk are in memory at most
   */
  CountedIndex(BlockIndex index, long maxBlocks, int maxKeys) {
    this.atRisk = new AtRiskKeys(maxKeys);
    this.index = index;
    this.maxBlocks = maxBlocks;
  }

  /** Counts what the index holds from before; nobody else uses it yet. */
  void countAll() throws IOException {
    index.forEach(
        BlockState.ALL,
        (key, entry) -> {
          counts.add(entry);
          note(key, false, isAtRisk(entry));
        });
  }

  @Override
  public Optional<IndexEntry> find(BlockKey key) throws IOException {
    return index.find(key);
  }

  @Override
  public Optional<IndexEntry> put(BlockKey key, IndexEntry entry) throws IOException {
    synchronized (stripe(key)) {
      Optional<IndexEntry> old = index.put(key, entry);
      counts.replace(old, entry);
      note(key, old.isPresent() && isAtRisk(old.get()), isAtRisk(entry));
      return old;
    }
  }

  /**
   * Sets entries while the index is built from the journal; nobody else uses it yet. Keys at risk
   * are only counted: whoever asks for them first looks for them.
   *
   * @return how many were set: all, or those before the first that found no room
   */
  int restore(EntryBatch batch) throws IOException {
    int taken = index.putAll(batch, (number, old) -> uncount(batch, number, old));
    atRisk.addUnnamed(counts.addAll(batch, taken));
    return taken;
  }

  @Override
  public void expect(long entries) {
    index.expect(entries);
  }

  /** Counts off what is not found any more, before what is found instead is counted. */
  private void uncount(EntryBatch batch, int number, IndexEntry old) {
    counts.subtract(old);
    if (isAtRisk(old)) {
      if (BlockState.of(batch.state(number)).isAtRisk()) {
        atRisk.addUnnamed(-1); // is among them already
      } else {
        atRisk.remove(batch.key(number));
      }
    }
  }

  @Override
  public void remove(BlockKey key) throws IOException {
    synchronized (stripe(key)) {
      Optional<IndexEntry> old = index.find(key);
      if (old.isPresent()) {
        remove(key, old.get());
      }
    }
  }

  @Override
  public void remove(BlockKey key, long generation) throws IOException {
    synchronized (stripe(key)) {
      Optional<IndexEntry> old = index.find(key).filter(e -> e.generation() == generation);
      if (old.isPresent()) {
        remove(key, old.get());
      }
    }
  }

  private void remove(BlockKey key, IndexEntry old) throws IOException {
    index.remove(key);
    counts.subtract(old);
    note(key, isAtRisk(old), false);
  }

  private void note(BlockKey key, boolean was, boolean is) {
    if (is && !was) {
      atRisk.add(key);
    } else if (was && !is) {
      atRisk.remove(key);
    }
  }

  private static boolean isAtRisk(IndexEntry entry) {
    return StagedBlocks.state(entry).isAtRisk();
  }

  private Object stripe(BlockKey key) {
    return stripes[Math.floorMod(key.hashCode(), STRIPES)];
  }

  /**
   * Keeps places for blocks that are about to be added; the caller gives them back when they are.
   *
   * @throws CacheFullException if there are not that many
   */
  void reserve(int places) throws CacheFullException {
    if (!tryReserve(places)) {
      throw new CacheFullException(maxBlocks);
    }
  }

  /** The same; false if there are not that many. */
  synchronized boolean tryReserve(int places) {
    boolean room = hasRoom(places);
    reserved += room ? places : 0;
    return room;
  }

  synchronized void giveBack(int places) {
    reserved -= places;
  }

  synchronized boolean hasRoom(int places) {
    return counts.blocks() + reserved + places <= maxBlocks;
  }

  /**
   * Hands over the blocks whose newest version, or deletion, the store does not have, in no order.
   * A block that is at risk all the time is seen. Looks at all others too where many are at risk.
   */
  void forEachAtRisk(KeyPrefix prefix, Visitor visitor) throws IOException {
    Optional<List<BlockKey>> all = atRisk.all();
    if (all.isPresent()) {
      visit(all.get(), prefix, visitor);
      return;
    }
    index.forEach(
        BlockState.AT_RISK,
        (key, entry) -> {
          found(key);
          if (prefix.covers(key)) {
            visitor.visit(key, entry);
          }
        });
  }

  /**
   * Returns when the first was staged of what is at risk, or {@link #NEVER}. Looks at all others
   * too where many are at risk, and makes no keys of them.
   */
  long oldestAtRisk() throws IOException {
    Optional<List<BlockKey>> all = atRisk.all();
    if (all.isEmpty()) {
      return index.oldest(BlockState.AT_RISK);
    }
    long[] oldest = {NEVER};
    visit(all.get(), KeyPrefix.ALL, (_, entry) -> oldest[0] = Math.min(oldest[0], entry.since()));
    return oldest[0];
  }

  /** Hands over, of what is at risk, what is to be brought to the store. */
  void forEachTravelling(Visitor visitor) throws IOException {
    forEachAtRisk(
        KeyPrefix.ALL,
        (key, entry) -> {
          if (StagedBlocks.state(entry).travels()) {
            visitor.visit(key, entry);
          }
        });
  }

  private void visit(List<BlockKey> keys, KeyPrefix prefix, Visitor visitor) throws IOException {
    for (BlockKey key : keys) {
      Optional<IndexEntry> entry = prefix.covers(key) ? index.find(key) : Optional.empty();
      if (entry.isPresent() && isAtRisk(entry.get())) {
        visitor.visit(key, entry.get());
      }
    }
  }

  private void found(BlockKey key) throws IOException {
    if (atRisk.lacksSome()) {
      synchronized (stripe(key)) {
        if (index.find(key).filter(CountedIndex::isAtRisk).isPresent()) {
          atRisk.found(key);
        }
      }
    }
  }

  BlockCounts counts() {
    return counts;
  }

  @Override
  public long size() {
    return counts.blocks();
  }

  @Override
  public void forEach(StateSet states, Visitor visitor) throws IOException {
    index.forEach(states, visitor);
  }

  @Override
  public long oldest(StateSet states) throws IOException {
    return index.oldest(states);
  }

  /** Hands over the entries whose records are in a segment; looks at all others too. */
  void forEachIn(long segment, Visitor visitor) throws IOException {
    index.forEach(
        BlockState.ALL,
        (key, entry) -> {
          if (entry.position().segment() == segment) {
            visitor.visit(key, entry);
          }
        });
  }

  @Override
  public void distrust() {
    index.distrust();
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
