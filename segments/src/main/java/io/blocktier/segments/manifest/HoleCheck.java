package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import java.util.List;

/**
 * Refuses a chain that goes on behind a number that is missing: a writer would fill the hole, and
 * what is behind it would be another truth. Deletion does not leave such holes, so something was
 * lost. A listing that shows too little hides a hole, and makes none.
 *
 * @param store the store
 */
record HoleCheck(ChainStore store) {

  /**
   * Checks what is behind a manifest that was the newest a moment ago.
   *
   * @param tip that manifest, or none
   * @throws DamagedManifestException if there is a hole
   */
  void require(Tip tip) throws BlockStoreException, DamagedManifestException {
    long next = tip.number() + 1;
    if (listedBehind(tip.number()) > next && !store.hasManifest(next) && !wasDeleted(next, tip)) {
      throw new DamagedManifestException(
          store.name()
              + ": manifest "
              + next
              + " is missing, and later ones are there; restore it");
    }
  }

  /** Whether a number was written and deleted in the meantime. */
  private boolean wasDeleted(long number, Tip tip)
      throws BlockStoreException, DamagedManifestException {
    return store.newestBoundary(tip.boundary()).first() > number;
  }

  /** Returns a greater number that is listed, or 0. */
  private long listedBehind(long head) throws BlockStoreException {
    ListOptions all = ListOptions.under(store.options().prefix()).folded();
    boolean ordered = store.store().capabilities().has(Capability.ORDERED_LISTING);
    ListOptions behind = ordered ? all.startingAfter(store.options().manifest(head).value()) : all;
    try (BlockListing listing = store.store().list(behind)) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        for (ListEntry entry : page) {
          if (store.options().number(entry.name()) > head) {
            return store.options().number(entry.name());
          }
        }
      }
    }
    return 0;
  }
}
