package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.journal.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * An index that counts what is in it at every change: blocks and bytes by state, blocks by segment,
 * and which ones are at risk. So nobody has to look at all of it to know. It keeps places for those
 * who are about to add a block: what has its record in the journal must not find the index full.
 * Thread-safe; the counts are exact at every moment.
 */
final class CountedIndex implements BlockIndex {

  private static final int STRIPES = 64;

  private final BlockIndex index;
  private final long maxBlocks;
  private final Object[] stripes =
      IntStream.range(0, STRIPES).mapToObj(_ -> new Object()).toArray();
  private final Set<BlockKey> atRisk = ConcurrentHashMap.newKeySet();
  private final BlockCounts counts = new BlockCounts();
  private long reserved;

  /**
   * Counts what is in an index.
   *
   * @param index empty, or {@linkplain #countAll() counted} next; has room for more than the most,
   *     which a recovery may find
   * @param maxBlocks the most that others may add
   */
  CountedIndex(BlockIndex index, long maxBlocks) {
    this.index = index;
    this.maxBlocks = maxBlocks;
  }

  /** Counts what the index holds from before; nobody else uses it yet. */
  void countAll() throws IOException {
    for (BlockState state : BlockState.values()) {
      index.forEach(
          state.code(),
          (key, entry) -> {
            counts.add(entry);
            note(key, state.isAtRisk());
          });
    }
  }

  @Override
  public Optional<IndexEntry> find(BlockKey key) throws IOException {
    return index.find(key);
  }

  @Override
  public void put(BlockKey key, IndexEntry entry) throws IOException {
    synchronized (stripe(key)) {
      Optional<IndexEntry> old = index.find(key);
      index.put(key, entry);
      counts.replace(old, entry);
      note(key, StagedBlocks.state(entry).isAtRisk());
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
    note(key, false);
  }

  private void note(BlockKey key, boolean isAtRisk) {
    if (isAtRisk) {
      atRisk.add(key);
    } else {
      atRisk.remove(key);
    }
  }

  private Object stripe(BlockKey key) {
    return stripes[Math.floorMod(key.hashCode(), STRIPES)];
  }

  /**
   * Keeps places for blocks that are about to be added; the caller gives them back when they are.
   *
   * @throws CacheFullException if there are not that many
   */
  synchronized void reserve(int places) throws CacheFullException {
    if (!hasRoom(places)) {
      throw new CacheFullException(maxBlocks);
    }
    reserved += places;
  }

  synchronized void giveBack(int places) {
    reserved -= places;
  }

  synchronized boolean hasRoom(int places) {
    return counts.blocks() + reserved + places <= maxBlocks;
  }

  /** Returns the blocks whose newest version, or deletion, the store does not have. */
  List<BlockKey> atRisk(KeyPrefix prefix) {
    List<BlockKey> found = new ArrayList<>();
    for (BlockKey key : atRisk) {
      if (prefix.covers(key)) {
        found.add(key);
      }
    }
    return found;
  }

  BlockCounts counts() {
    return counts;
  }

  @Override
  public long size() {
    return counts.blocks();
  }

  @Override
  public void forEach(byte state, Visitor visitor) throws IOException {
    index.forEach(state, visitor);
  }

  /** Hands over the entries whose records are in a segment; looks at all others too. */
  void forEachIn(long segment, Visitor visitor) throws IOException {
    for (BlockState state : BlockState.values()) {
      index.forEach(
          state.code(),
          (key, entry) -> {
            Position position = entry.position();
            if (position.segment() == segment) {
              visitor.visit(key, entry);
            }
          });
    }
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
