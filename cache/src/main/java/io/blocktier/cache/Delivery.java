package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands versions and deletions over to the store. */
final class Delivery {

  /** Larger versions are read piece by piece; bounds what those under way have in memory. */
  private static final int MAX_BYTES_AT_ONCE = 64 << 10;

  private final BlockStore store;
  private final StagedContents contents;
  private final Merging merging;

  Delivery(BlockStore store, StagedContents contents, Merging merging) {
    this.store = store;
    this.contents = contents;
    this.merging = merging;
  }

  /**
   * A version on its way.
   *
   * @param bytes all of them, or null where they are read as the store takes them
   */
  record Parcel(IndexEntry entry, BlockHead head, @Nullable ByteBuffer bytes) {}

  /** Reads what a version has, all of it where that is not much. */
  Parcel parcel(StagedBlocks staged, IndexEntry entry) throws IOException {
    if (entry.position().length() > MAX_BYTES_AT_ONCE) {
      return new Parcel(entry, staged.head(entry), null);
    }
    Stored whole = staged.whole(entry);
    return new Parcel(entry, BlockHead.decode(whole.attributes()), whole.payload());
  }

  void write(BlockKey key, Parcel parcel) throws IOException {
    BlockHead head = parcel.head();
    ByteBuffer bytes = parcel.bytes();
    if (!head.ranges().isWhole()) {
      merging.send(key, parcel.entry(), head);
    } else if (bytes != null) {
      if (!Crc32c.of(bytes.duplicate()).equals(head.checksum())) {
        throw damaged(key);
      }
      store.write(key, Content.of(bytes).withChecksum(head.checksum()), options(head));
    } else {
      writeFromJournal(key, parcel.entry(), head);
    }
  }

  private void writeFromJournal(BlockKey key, IndexEntry entry, BlockHead head) throws IOException {
    StagedContents.Reading reading = contents.of(entry);
    try {
      store.write(key, reading.content().withChecksum(head.checksum()), options(head));
    } catch (OutcomeUnknownException e) {
      throw e; // an attempt before the one that could not be read may still land
    } catch (BlockStoreException e) {
      if (reading.isDamaged()) {
        throw damaged(key);
      }
      throw reading.hasFailed() ? new IOException("the journal could not be read", e) : e;
    }
  }

  private CorruptBlockException damaged(BlockKey key) {
    String detail = "the cache has other bytes of it than were written";
    return new CorruptBlockException(
        Failure.of(store, Operation.WRITE, key, detail)
            .remedy("write the block again, and check the disk of the cache"));
  }

  private WriteOptions options(BlockHead head) {
    return new WriteOptions(
        Precondition.NONE,
        head.metadata(),
        head.storageClass(),
        Optional.empty(),
        keepsPutIds() ? head.putId() : Optional.empty());
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
