package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Log;
import java.io.IOException;
import java.util.Optional;

/**
 * Brings blocks to the store of which the journal has parts: they are put over the version that the
 * store has then, which must still be its version when the result arrives, if the store can tell.
 */
final class Merging {

  private final BlockStore store;
  private final Log log;

  Merging(BlockStore store, Log log) {
    this.store = store;
    this.log = log;
  }

  /**
   * Merges once.
   *
   * @throws ChangedMeanwhileException if the store has another version by now; nothing was changed
   * @throws IOException if the journal cannot be read, or the store does not take the block
   */
  void send(BlockKey key, IndexEntry entry, BlockHead head) throws IOException {
    Overlay overlay = Overlay.of(store, log, key, entry, head);
    OverlayContent merged = new OverlayContent(overlay);
    try {
      store.write(key, merged.content(), options(head, overlay.base()));
    } catch (PreconditionFailedException e) {
      throw new ChangedMeanwhileException("the store has another version of '" + key + "'", e);
    } catch (OutcomeUnknownException e) {
      throw e; // an attempt before the one that could not be read may still land
    } catch (BlockStoreException e) {
      throw merged.hasFailed() ? new IOException("'" + key + "' could not be merged", e) : e;
    }
  }

  private WriteOptions options(BlockHead head, Optional<BlockStat> base) {
    return new WriteOptions(
        condition(base),
        base.map(BlockStat::metadata).orElse(Metadata.EMPTY),
        base.flatMap(BlockStat::storageClass),
        Optional.empty(),
        has(Capability.METADATA) ? head.putId() : Optional.empty());
  }

  private Precondition condition(Optional<BlockStat> base) {
    if (base.isPresent() && has(Capability.CONDITIONAL_REPLACE)) {
      return Precondition.ifMatch(base.get().etag());
    }
    return base.isEmpty() && has(Capability.CONDITIONAL_CREATE)
        ? new Precondition.IfAbsent()
        : Precondition.NONE;
  }

  private boolean has(Capability capability) {
    return store.capabilities().has(capability);
  }
}
