package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.index.IndexFullException;
import io.blocktier.cache.index.KeyBytes;
import io.blocktier.cache.journal.RecordView;
import io.blocktier.cache.journal.RecordVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds the index anew from the records that the journal holds, the oldest first. They may be of
 * more blocks than were cached: what was evicted is still in the journal.
 */
final class Recovery implements RecordVisitor {

  private final CountedIndex index;
  private final Refusals refusals;
  private final long now;

  /** What had no room so far; later records may show that the store has it. */
  private final Map<BlockKey, IndexEntry> overflow = new TreeMap<>();

  /**
   * Begins a recovery.
   *
   * @param now milliseconds since 1970
   */
  Recovery(CountedIndex index, Refusals refusals, long now) {
    this.now = now;
    this.index = index;
    this.refusals = refusals;
  }

  @Override
  public void visit(RecordView record) throws IOException {
    switch (RecordKind.of(record.kind())) {
      case PUT, RANGES -> put(record, BlockState.DIRTY);
      case DELETE -> put(record, BlockState.DELETED);
      case FETCHED -> put(record, BlockState.CLEAN);
      case SETTLED -> settle(key(record), generation(record));
      case INVALIDATED -> remove(key(record));
      case QUARANTINED -> quarantine(key(record), Refusal.decode(record.attributes()));
      case RETRIED -> retry(key(record), generation(record));
    }
  }

  private static BlockKey key(RecordView record) {
    return BlockKey.of(record.key());
  }

  /** Returns the generation that a record is about. */
  private static long generation(RecordView record) {
    return ByteBuffer.wrap(record.attributes()).getLong();
  }

  /** Nearly all records: no key is made of one, since the index takes it as it stands there. */
  private void put(RecordView record, BlockState state) throws IOException {
    if (!overflow.isEmpty() || !refusals.isEmpty()) {
      put(key(record), entry(record, state));
      return;
    }
    try {
      index.restore(
          KeyBytes.of(record.bytes(), record.keyFrom(), record.keyLength()), entry(record, state));
    } catch (IndexFullException full) {
      put(key(record), entry(record, state));
    }
  }

  /** When a version was written is in its record; of deletions that is not recorded. */
  private IndexEntry entry(RecordView record, BlockState state) {
    long since = BlockHead.modifiedMillis(record, now);
    return new IndexEntry(record.generation(), state.code(), record.position(), since);
  }

  private void put(BlockKey key, IndexEntry entry) throws IOException {
    forget(key);
    try {
      putWithinBounds(key, entry);
    } catch (IndexFullException full) {
      overflow.put(key, entry);
    }
  }

  private void putWithinBounds(BlockKey key, IndexEntry entry) throws IOException {
    while (true) {
      try {
        index.put(key, entry);
        return;
      } catch (IndexFullException full) {
        Optional<Long> oldest = index.counts().oldestWithClean();
        if (oldest.isEmpty()) {
          throw full;
        }
        forgetClean(oldest.get());
      }
    }
  }

  private void forgetClean(long segment) throws IOException {
    index.forEachIn(
        segment,
        (key, entry) -> {
          if (!StagedBlocks.state(entry).isAtRisk()) {
            index.remove(key);
          }
        });
  }

  private void remove(BlockKey key) throws IOException {
    forget(key);
    index.remove(key);
  }

  /** Nearly always there is nothing to forget. */
  private void forget(BlockKey key) {
    if (!overflow.isEmpty()) {
      overflow.remove(key);
    }
    refusals.forget(key);
  }

  private void quarantine(BlockKey key, Refusal refusal) throws IOException {
    Optional<IndexEntry> entry = find(key).filter(e -> e.generation() == refusal.generation());
    if (entry.isPresent()) {
      put(key, entry.get().with(StagedBlocks.state(entry.get()).quarantined().code()));
      refusals.put(key, refusal);
    }
  }

  private void retry(BlockKey key, long generation) throws IOException {
    Optional<IndexEntry> entry = find(key).filter(e -> e.generation() == generation);
    if (entry.isPresent()) {
      put(key, entry.get().with(StagedBlocks.state(entry.get()).offered().code()));
    }
  }

  private Optional<IndexEntry> find(BlockKey key) throws IOException {
    IndexEntry over = overflow.isEmpty() ? null : overflow.get(key);
    return over != null ? Optional.of(over) : index.find(key);
  }

  private void settle(BlockKey key, long generation) throws IOException {
    Optional<IndexEntry> entry = find(key).filter(e -> e.generation() == generation);
    if (entry.isEmpty()) {
      return;
    }
    if (StagedBlocks.state(entry.get()).isDeletion()) {
      remove(key);
    } else {
      put(key, entry.get().with(BlockState.CLEAN.code()));
    }
  }

  /**
   * Ends the recovery, when all records were seen.
   *
   * @throws CacheFullException if the index has no room for all that is at risk
   */
  void finish() throws IOException {
    for (Map.Entry<BlockKey, IndexEntry> over : overflow.entrySet()) {
      if (StagedBlocks.state(over.getValue()).isAtRisk()) {
        try {
          putWithinBounds(over.getKey(), over.getValue());
        } catch (IndexFullException full) {
          throw new CacheFullException(index.size(), full);
        }
      }
    }
    overflow.clear();
  }
}
