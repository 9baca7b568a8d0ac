package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.journal.Log;

/**
 * What finds blocks: in memory, in the journal, in the store.
 *
 * @param reads finds them
 * @param overStore reads those of which the journal has parts
 * @param fetches asks the store
 * @param fetched keeps what came from there
 * @param memory has small blocks
 * @param buffer has parts of large ones
 */
record ReadParts(
    Reads reads,
    PartsOverStore overStore,
    Fetches fetches,
    FetchedBlocks fetched,
    MemoryTier memory,
    FetchBuffer buffer) {

  static ReadParts of(
      BlockStore store,
      StagedBlocks staged,
      Log log,
      KeyLocks locks,
      LateCalls late,
      CacheFailures failures,
      CacheEffects effects,
      CacheOptions options) {
    ReadOptions how = options.reads();
    Changes changes = new Changes(late);
    MemoryTier memory = new MemoryTier(how.memoryBytes(), how.unitBytes(), effects.effects());
    FetchBuffer buffer =
        new FetchBuffer(
            how.bufferBytes(),
            how.unitBytes(),
            changes,
            effects.effects().ticker(),
            effects.signals());
    FetchedBlocks fetched = new FetchedBlocks(staged, locks, options, changes, memory, buffer);
    Fetches fetches = new Fetches(store, buffer, fetched, failures, effects, options.patience());
    StoreReads ofStore =
        new StoreReads(
            store,
            fetches,
            buffer,
            new ReadAhead(how.minAheadBytes(), how.maxAheadBytes()),
            failures,
            how.unitBytes(),
            Math.min(
                how.bufferBytes() / 2, Math.max(options.maxStagedBytes(), how.maxAheadBytes())));
    PartsOverStore parts = new PartsOverStore(store, staged, log, failures);
    Journaled journaled = new Journaled(staged, log, parts, memory, changes, failures);
    Reads reads = new Reads(store, staged, journaled, parts, ofStore, memory, changes, failures);
    return new ReadParts(reads, parts, fetches, fetched, memory, buffer);
  }

  ReadStatus status() {
    return new ReadStatus(
        memory.bytes(),
        memory.hits(),
        memory.misses(),
        reads.diskHits(),
        reads.storeReads(),
        buffer.bytes());
  }
}
