package io.blocktier.segments.index;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.segments.objects.SegmentNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The checkpoints of an index in a store. They are hints: whatever is wrong with one, or gone,
 * costs the reading of key indexes, so listings may be old, and deletions need no proof.
 * Thread-safe.
 *
 * @param store has them
 * @param names their keys
 */
public record Checkpoints(BlockStore store, SegmentNames names) {

  /** The newest, and the one before, which somebody may be reading. */
  static final int KEPT = 2;

  /** Returns the keys of all that are there, the newest first. */
  List<BlockKey> newestFirst() throws BlockStoreException {
    List<BlockKey> keys = new ArrayList<>();
    try (BlockListing listing = store.list(ListOptions.under(names.checkpoints()))) {
      listing.forEachRemaining(entry -> {
        if (entry instanceof ListEntry.Block(var stat) && names.isCheckpoint(stat.key())) {
          keys.add(stat.key());
        }
      });
    }
    keys.sort(Comparator.comparing(BlockKey::value).reversed());
    return keys;
  }

  /**
   * Deletes all but the newest two, whoever wrote them.
   *
   * @return how many were deleted
   * @throws BlockStoreException if the store fails; some may be deleted
   */
  public int prune() throws BlockStoreException {
    List<BlockKey> keys = newestFirst();
    if (keys.size() <= KEPT) {
      return 0;
    }
    List<BlockKey> old = keys.subList(KEPT, keys.size());
    return old.size() - store.deleteAll(old).failures().size();
  }
}
