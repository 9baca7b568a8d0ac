package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Log;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads blocks of which the journal has parts, and the store the rest. */
final class PartsOverStore {

  private final BlockStore store;
  private final StagedBlocks staged;
  private final Log log;
  private final CacheFailures failures;

  PartsOverStore(BlockStore store, StagedBlocks staged, Log log, CacheFailures failures) {
    this.store = store;
    this.staged = staged;
    this.log = log;
    this.failures = failures;
  }

  BlockStat stat(BlockKey key, IndexEntry entry, BlockHead head) throws IOException {
    BlockStat stat = Overlay.of(store, log, key, entry, head).stat();
    requireNewest(key, entry);
    return stat;
  }

  /**
   * Reads a range.
   *
   * @throws ChangedMeanwhileException if the block has to be looked up again
   */
  BlockRead read(BlockKey key, IndexEntry entry, BlockHead head, ByteRange range, ByteBuffer target)
      throws IOException {
    Overlay overlay = Overlay.of(store, log, key, entry, head);
    BlockStat stat = overlay.stat();
    int length = failures.requireRoom(key, range, stat.size(), target);
    overlay.read(range.offset(), target.slice(target.position(), length));
    requireNewest(key, entry);
    target.position(target.position() + length);
    return new BlockRead(length, stat);
  }

  /** The store may have got a newer version between the looks at the journal and at the store. */
  private void requireNewest(BlockKey key, IndexEntry entry) throws IOException {
    if (staged.find(key).filter(e -> e.generation() == entry.generation()).isEmpty()) {
      throw new ChangedMeanwhileException("'" + key + "' has a newer version");
    }
  }
}
