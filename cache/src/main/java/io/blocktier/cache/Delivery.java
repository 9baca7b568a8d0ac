package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.cache.index.IndexEntry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands versions and deletions over to the store. */
final class Delivery {

  private final BlockStore store;
  private final StagedContents contents;
  private final Merging merging;

  Delivery(BlockStore store, StagedContents contents, Merging merging) {
    this.store = store;
    this.contents = contents;
    this.merging = merging;
  }

  void write(BlockKey key, IndexEntry entry, BlockHead head) throws IOException {
    if (head.ranges().isWhole()) {
      writeWhole(key, entry, head);
    } else {
      merging.send(key, entry, head);
    }
  }

  private void writeWhole(BlockKey key, IndexEntry entry, BlockHead head) throws IOException {
    StagedContents.Reading reading = contents.of(entry);
    Content content = reading.content().withChecksum(head.checksum());
    WriteOptions how =
        new WriteOptions(
            Precondition.NONE,
            head.metadata(),
            head.storageClass(),
            Optional.empty(),
            keepsPutIds() ? head.putId() : Optional.empty());
    try {
      store.write(key, content, how);
    } catch (BlockStoreException e) {
      throw reading.hasFailed() ? new IOException("the journal could not be read", e) : e;
    }
  }

  /** A store that keeps no metadata refuses a write with an id, and would refuse it for ever. */
  private boolean keepsPutIds() {
    return store.capabilities().has(Capability.METADATA);
  }

  /** Deletes blocks; returns those that may still be there, each with its reason. */
  Map<BlockKey, BlockStoreException> delete(Collection<BlockKey> keys) throws BlockStoreException {
    if (keys.size() > 1) {
      return store.deleteAll(List.copyOf(keys)).failures();
    }
    store.delete(keys.iterator().next(), DeleteOptions.DEFAULT);
    return Map.of();
  }

  /** Tells whether the store still has a version that it took; false where that cannot be told. */
  boolean isThere(BlockKey key, BlockHead head) throws IOException {
    try {
      return head.putId().isPresent() && store.stat(key).putId().equals(head.putId());
    } catch (BlockNotFoundException gone) {
      return false;
    }
  }
}
