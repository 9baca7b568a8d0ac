package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the objects of manifests of old, in this order:
 *
 * <ol>
 *   <li>A boundary is created, and known to be: from then on nobody counts what is below it.
 *   <li>What is below it is deleted, whether it is of old or was put there since.
 * </ol>
 *
 * @param store the store
 * @param effects the time of day, and the pauses
 */
record Pruning(ChainStore store, Effects effects) {

  /**
   * Sets a new boundary, if it is worth it.
   *
   * @return the newest boundary
   */
  Boundary advance(Tip tip) throws BlockStoreException, ManifestException {
    Boundary last = store.newestBoundary(tip.boundary());
    long first = keptFrom(last.first(), tip);
    if (first - last.first() < store.options().pruneStep()) {
      return last;
    }
    Boundary next = new Boundary(last.index() + 1, first, tip.number());
    BlockKey key = store.options().boundary(next.index());
    boolean mine = new Creation(store, effects).isMine(key, next.encode());
    return mine ? next : store.newestBoundary(last);
  }

  /**
   * Returns the base of the newest manifest that was there when the retention began: those before
   * have been replaced for longer than that, and whoever reads later ones needs none of them.
   */
  private long keptFrom(long first, Tip tip) throws BlockStoreException, DamagedManifestException {
    long cutoff = effects.clock().millis() - store.options().retention().toMillis();
    if (tip.manifest().millis() <= cutoff) {
      return tip.base();
    }
    long number =
        Numbers.last(
            first - 1,
            tip.number(),
            middle -> store.header(middle).filter(header -> header.millis() <= cutoff).isPresent());
    return number < first ? first : store.header(number).map(Header::base).orElse(first);
  }

  /** Deletes what is below a boundary, up to the bound of one pass. */
  PruneReport sweep(Boundary boundary) throws BlockStoreException {
    if (boundary.equals(Boundary.NONE)) {
      return new PruneReport(boundary.first(), 0, true);
    }
    List<BlockKey> old = below(boundary.first());
    int most = store.options().maxDeletes();
    boolean complete = old.size() <= most;
    long deleted = store.store().deleteAll(complete ? old : old.subList(0, most)).orThrow();
    return new PruneReport(boundary.first(), deleted, complete);
  }

  /** Lists what is below a number, one more than the bound at most. */
  private List<BlockKey> below(long first) throws BlockStoreException {
    List<BlockKey> old = new ArrayList<>();
    ListOptions all = ListOptions.under(store.options().prefix()).folded();
    try (BlockListing listing = store.store().list(all)) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty() && old.size() <= store.options().maxDeletes()) {
        page.stream().flatMap(entry -> old(entry, first).stream()).forEach(old::add);
        page = listing.nextPage();
      }
    }
    return old;
  }

  private Optional<BlockKey> old(ListEntry entry, long first) {
    long number = store.options().number(entry.name());
    return number > 0 && number < first
        ? Optional.of(store.options().manifest(number))
        : Optional.empty();
  }
}
