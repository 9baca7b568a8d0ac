package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.opentest4j.TestAbortedException;

/**
 * Looks out for a server that contradicts itself: it lists a block whose deletion it acknowledged
 * before the listing began, and says at the same time that there is no such block. Nothing that is
 * built on such a server can be right about its listings, so the test that meets this is given up.
 * Where the server says that the block is there, the listing is passed on, for then the deletion is
 * at fault.
 */
final class ListingWitness extends ForwardingBlockStore {

  /**
   * Keys that were deleted and have not been written since, each with the number of its deletion.
   */
  private final Map<BlockKey, Long> deleted = new ConcurrentHashMap<>();

  private final AtomicLong deletions = new AtomicLong();

  ListingWitness(BlockStore inner) {
    super(inner);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    deleted.remove(key);
    return super.write(key, content, options);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    deleted.remove(target);
    return super.copy(source, target, options);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    deleted.remove(key);
    return super.startUpload(key, options);
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    super.delete(key, options);
    deleted.put(key, deletions.incrementAndGet());
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    DeleteReport report = super.deleteAll(keys);
    for (BlockKey key : keys) {
      if (!report.failures().containsKey(key)) {
        deleted.put(key, deletions.incrementAndGet());
      }
    }
    return report;
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    return new Watched(super.list(options), Map.copyOf(deleted));
  }

  private final class Watched implements BlockListing {

    private final BlockListing listing;
    private final Map<BlockKey, Long> before;

    Watched(BlockListing listing, Map<BlockKey, Long> before) {
      this.listing = listing;
      this.before = before;
    }

    @Override
    public List<ListEntry> nextPage() throws BlockStoreException {
      List<ListEntry> page = listing.nextPage();
      for (ListEntry entry : page) {
        if (entry instanceof ListEntry.Block block) {
          check(block.stat().key());
        }
      }
      return page;
    }

    private void check(BlockKey key) throws BlockStoreException {
      Long deletion = before.get(key);
      if (deletion != null && deletion.equals(deleted.get(key)) && isAbsent(key)) {
        throw new TestAbortedException(
            "the server lists '" + key + "' after it deleted it, and finds no such block");
      }
    }

    private boolean isAbsent(BlockKey key) throws BlockStoreException {
      try {
        inner().stat(key);
        return false;
      } catch (BlockNotFoundException absent) {
        return true;
      }
    }

    @Override
    public void close() {
      listing.close();
    }
  }
}
