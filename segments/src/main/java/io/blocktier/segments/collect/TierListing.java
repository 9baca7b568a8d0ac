package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Lists what is under the keys of objects in all tiers, and refuses a listing that shows less than
 * there has to be: a page that was lost, another bucket, a prefix that does not match. For one run.
 */
final class TierListing {

  private final SegmentStores stores;
  private final SegmentNames names;
  private final Map<Long, Orphan> objects = new TreeMap<>();
  private long foreign;

  TierListing(SegmentStores stores, SegmentNames names) {
    this.stores = stores;
    this.names = names;
  }

  /** Lists everything, or fails. */
  void read() throws BlockStoreException, CollectionRefusedException {
    for (Tier tier : Tier.values()) {
      if (stores.has(tier)) {
        read(tier, stores.of(tier));
      }
    }
  }

  private void read(Tier tier, BlockStore store)
      throws BlockStoreException, CollectionRefusedException {
    try (BlockListing listing = store.list(ListOptions.under(names.objects()))) {
      var page = listing.nextPage();
      while (!page.isEmpty()) {
        for (ListEntry entry : page) {
          take(tier, store, entry);
        }
        page = listing.nextPage();
      }
    }
  }

  private void take(Tier tier, BlockStore store, ListEntry entry)
      throws CollectionRefusedException {
    Optional<BlockStat> block =
        entry instanceof ListEntry.Block(BlockStat stat) ? Optional.of(stat) : Optional.empty();
    OptionalLong number = block.map(stat -> names.number(stat.key())).orElse(OptionalLong.empty());
    if (block.isEmpty() || number.isEmpty() || number.getAsLong() < 1) {
      foreign++;
      return;
    }
    Orphan found = new Orphan(names.object(tier, number.getAsLong()), block.get().size());
    if (objects.putIfAbsent(number.getAsLong(), found) != null) {
      throw new CollectionRefusedException(
          "the number of '" + entry.name() + "' in " + store + " was listed twice",
          "list again, and see which tier the manifest names");
    }
  }

  Collection<Orphan> objects() {
    return objects.values();
  }

  /** How many keys are under the prefix that no object of a segment has. */
  long foreign() {
    return foreign;
  }

  /** Refuses the listing unless all that was and still is needed is in it, as large as it is. */
  void requireComplete(References before, References behind) throws CollectionRefusedException {
    for (SegmentEntry entry : before.needed().values()) {
      SegmentEntry still = behind.needed().get(entry.object().id());
      boolean stayed = still != null && still.object().equals(entry.object());
      Orphan listed = objects.get(entry.object().id());
      boolean shown =
          listed != null
              && listed.object().equals(entry.object())
              && listed.bytes() == entry.content().bytes();
      if (stayed && stores.has(entry.object().tier()) && !shown) {
        throw new CollectionRefusedException(
            "the listing does not show "
                + entry.object()
                + ", which segment "
                + entry.id()
                + " has",
            "run fsck; a listing that leaves out one object says nothing about others");
      }
    }
  }
}
