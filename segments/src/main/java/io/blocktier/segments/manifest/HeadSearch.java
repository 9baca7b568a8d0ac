package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStoreException;
import java.util.Optional;

/**
 * Finds the newest manifest, by its number alone: what is listed, or was noted somewhere, is not
 * asked.
 *
 * @param store the store
 */
record HeadSearch(ChainStore store) {

  /** Boundaries are rare: whoever meets that many while it searches is not meant to get through. */
  private static final int MOST_RESTARTS = 16;

  /** What was found, which does not count before the boundary was looked at. */
  private sealed interface Finding {

    /** A manifest. */
    record Found(Tip tip) implements Finding {}

    /** What was deleted while it was read, or is no chain. */
    record Broken(DamagedManifestException why) implements Finding {}
  }

  /**
   * Returns the newest manifest.
   *
   * <p>All manifests are read first, the boundary last. Where there is none that leaves out the
   * number at which the search began, nothing from there on was deleted before: no number was
   * missing that had been written, and none that was found had been written a second time.
   *
   * @param known what the caller knows already
   * @throws ContendedException if manifests were deleted faster than they could be read
   */
  Tip newest(Tip known) throws BlockStoreException, ManifestException {
    Boundary boundary = known.boundary();
    for (int i = 0; i < MOST_RESTARTS; i++) {
      long from = Math.max(known.number(), boundary.head());
      Finding finding = find(from, known);
      Boundary now = store.newestBoundary(boundary);
      if (now.equals(boundary) || now.first() <= from) {
        return switch (finding) {
          case Finding.Found(Tip tip) -> begun(tip).with(now);
          case Finding.Broken(DamagedManifestException why) -> throw why;
        };
      }
      boundary = now;
    }
    throw new ContendedException(store.name(), "its manifests are deleted all the time");
  }

  /** Nothing was found where nothing is; what is there without its beginning has lost it. */
  private Tip begun(Tip tip) throws BlockStoreException, DamagedManifestException {
    if (tip.number() == 0) {
      new HoleCheck(store).require(tip);
    }
    return tip;
  }

  private Finding find(long from, Tip known) throws BlockStoreException {
    long head = Numbers.newest(from, store::hasManifest);
    try {
      Tip found = new ChainReading(store, known).read(head);
      if (from == known.number()) {
        requireSameChain(found, known);
      }
      return new Finding.Found(found);
    } catch (DamagedManifestException e) {
      return new Finding.Broken(e);
    }
  }

  /**
   * Refuses a chain that somebody began anew under the same keys: its numbers name other segments,
   * and whoever knows some by their numbers would take the ones for the others. What goes on with
   * the same base was compared with it.
   */
  private void requireSameChain(Tip found, Tip known)
      throws BlockStoreException, DamagedManifestException {
    if (known.number() > 0 && found.base() != known.base()) {
      Optional<Header> there = store.header(known.number());
      if (there.filter(header -> !header.commit().equals(known.manifest().commit())).isPresent()) {
        throw new DamagedManifestException(
            store.name()
                + ": manifest "
                + known.number()
                + " is of another chain than it was; open it anew");
      }
    }
  }
}
