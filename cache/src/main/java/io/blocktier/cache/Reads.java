package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Operation;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.SegmentReleasedException;
import io.blocktier.journal.disk.DiskStalledException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds blocks: in memory, in the journal, in the store. What the store has, too, and cannot be
 * read here is fetched from there.
 */
final class Reads {

  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

  /** How often a block is looked up again that moves, or is changed, meanwhile. */
  static final int MAX_LOOKS = 100;

  private final BlockStore store;
  private final StagedBlocks staged;
  private final Journaled journaled;
  private final PartsOverStore parts;
  private final StoreReads ofStore;
  private final MemoryTier memory;
  private final Changes changes;
  private final CacheFailures failures;
  private final LongAdder diskHits = new LongAdder();
  private final LongAdder storeReads = new LongAdder();

  Reads(
      BlockStore store,
      StagedBlocks staged,
      Journaled journaled,
      PartsOverStore parts,
      StoreReads ofStore,
      MemoryTier memory,
      Changes changes,
      CacheFailures failures) {
    this.store = store;
    this.staged = staged;
    this.journaled = journaled;
    this.parts = parts;
    this.ofStore = ofStore;
    this.memory = memory;
    this.changes = changes;
    this.failures = failures;
  }

  BlockStat stat(BlockKey key) throws BlockStoreException {
    MemoryTier.Block inMemory = memory.peek(key);
    if (inMemory != null) {
      return inMemory.stat();
    }
    for (int look = 0; look < MAX_LOOKS; look++) {
      try {
        Optional<IndexEntry> entry = present(Operation.STAT, key);
        return entry.isPresent() ? statHere(key, entry.get()) : store.stat(key);
      } catch (SegmentReleasedException | ChangedMeanwhileException moved) {
        LOG.debug("'{}' has moved, and is looked up again", key, moved);
      } catch (IOException e) {
        throw failures.unreadable(Operation.STAT, key, e);
      }
    }
    throw failures.corrupt(Operation.STAT, key, "the block moves faster than it can be found");
  }

  /** What the store has, too, is described by it where that cannot be read here. */
  private BlockStat statHere(BlockKey key, IndexEntry entry) throws IOException {
    try {
      return stat(key, entry);
    } catch (SegmentReleasedException | ChangedMeanwhileException moved) {
      throw moved;
    } catch (IOException e) {
      journaled.requireElsewhere(key, entry, e);
      LOG.debug("'{}' is described by the store", key, e);
      return store.stat(key);
    }
  }

  private BlockStat stat(BlockKey key, IndexEntry entry) throws IOException {
    BlockHead head = staged.head(entry);
    return head.ranges().isWhole() ? head.stat(key) : parts.stat(key, entry, head);
  }

  BlockRead read(BlockKey key, ByteRange range, ByteBuffer target) throws BlockStoreException {
    MemoryTier.Block inMemory = memory.find(key);
    if (inMemory != null) {
      int length = failures.requireRoom(key, range, inMemory.bytes().remaining(), target);
      Journaled.copy(inMemory.bytes(), range, length, target);
      return new BlockRead(length, inMemory.stat());
    }
    for (int look = 0; look < MAX_LOOKS; look++) {
      Optional<BlockRead> read = tryRead(key, range, target);
      if (read.isPresent()) {
        return read.get();
      }
    }
    throw failures.corrupt(Operation.READ, key, "the block changes faster than it can be read");
  }

  /** Empty where the block has to be looked up again. */
  private Optional<BlockRead> tryRead(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    long stamp = changes.stamp(key);
    Optional<IndexEntry> entry;
    try {
      entry = present(Operation.READ, key);
    } catch (IOException e) {
      throw failures.unreadable(Operation.READ, key, e);
    }
    if (entry.isEmpty()) {
      storeReads.increment();
      return ofStore.read(key, range, target, stamp);
    }
    try {
      BlockRead read = journaled.read(key, entry.get(), range, target, stamp);
      diskHits.increment();
      return Optional.of(read);
    } catch (SegmentReleasedException | ChangedMeanwhileException moved) {
      LOG.debug("'{}' has moved, and is looked up again", key, moved);
      return Optional.empty();
    } catch (IOException e) {
      return insteadOf(key, entry.get(), e, range, target, stamp);
    }
  }

  private Optional<BlockRead> insteadOf(
      BlockKey key,
      IndexEntry entry,
      IOException reason,
      ByteRange range,
      ByteBuffer target,
      long stamp)
      throws BlockStoreException {
    journaled.requireElsewhere(key, entry, reason);
    if (reason instanceof DiskStalledException) {
      LOG.debug("'{}' is fetched from the store: {}", key, reason.getMessage());
    } else {
      LOG.warn("'{}' cannot be read here, and is fetched from the store", key, reason);
    }
    if (reason instanceof DamagedBytesException) {
      try {
        staged.forgetDamaged(key, entry);
      } catch (IOException e) {
        throw failures.unreadable(Operation.READ, key, e);
      }
    }
    storeReads.increment();
    return ofStore.read(key, range, target, stamp);
  }

  long diskHits() {
    return diskHits.sum();
  }

  long storeReads() {
    return storeReads.sum();
  }

  private Optional<IndexEntry> present(Operation operation, BlockKey key) throws IOException {
    Optional<IndexEntry> entry = staged.find(key);
    if (entry.isPresent() && StagedBlocks.state(entry.get()).isDeletion()) {
      throw failures.absent(operation, key);
    }
    return entry;
  }
}
