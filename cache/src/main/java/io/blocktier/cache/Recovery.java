package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.index.EntryBatch;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.index.IndexFullException;
import io.blocktier.journal.RecordView;
import io.blocktier.journal.RecordVisitor;
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

  /** Nearly all records get into the index together with others. */
  private final EntryBatch gathered = new EntryBatch();

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
      case PUT, RANGES -> gather(record, BlockState.DIRTY);
      case DELETE -> gather(record, BlockState.DELETED);
      case FETCHED -> gather(record, BlockState.CLEAN);
      case SETTLED -> settle(changed(record), generation(record));
      case INVALIDATED -> remove(changed(record));
      case QUARANTINED -> quarantine(changed(record), Refusal.decode(record.attributes()));
      case RETRIED -> retry(changed(record), generation(record));
    }
  }

  /** Returns whom a record concerns that changes what those before it say, which goes first. */
  private BlockKey changed(RecordView record) throws IOException {
    putGathered();
    return BlockKey.of(record.key());
  }

  /** Returns the generation that a record is about. */
  private static long generation(RecordView record) {
    return ByteBuffer.wrap(record.attributes()).getLong();
  }

  /** When a version was written is in its record; of deletions that is not recorded. */
  private void gather(RecordView record, BlockState state) throws IOException {
    if (!gathered.takes(record)) {
      putGathered();
    }
    gathered.add(record, state.code(), BlockHead.modifiedMillis(record, now));
  }

  /** All at once, as long as there is room and nothing to forget beside the index. */
  private void putGathered() throws IOException {
    int done = overflow.isEmpty() && refusals.isEmpty() ? index.restore(gathered) : 0;
    for (int i = done; i < gathered.size(); i++) {
      put(gathered.key(i), gathered.entry(i));
    }
    gathered.clear();
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
    putGathered();
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
