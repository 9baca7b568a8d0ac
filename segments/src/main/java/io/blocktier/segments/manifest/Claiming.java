package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import java.util.List;
import java.util.Optional;

/**
 * Begins an epoch: a commit like any other, behind which those of all earlier writers find their
 * number taken.
 *
 * @param store the store
 * @param effects time, randomness and pauses
 */
record Claiming(ChainStore store, Effects effects) {

  /** How often somebody else may commit just before. */
  private static final int MOST_ATTEMPTS = 64;

  /**
   * Claims the chain.
   *
   * @param name of the writer
   * @param id of the writer
   * @return the newest manifest, which is the writer's own
   */
  Tip claim(String name, UniqueId id) throws BlockStoreException, ManifestException {
    Patience patience = new Patience(store.options(), effects);
    Committer committer = new Committer(store, effects);
    Tip known = Tip.EMPTY;
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      known = new HeadSearch(store).newest(known);
      new HoleCheck(store).require(known);
      Optional<Tip> claimed = committer.commit(proposal(known, name, id));
      if (claimed.isPresent()) {
        return claimed.get();
      }
      if (!patience.pause()) {
        break;
      }
    }
    throw new ContendedException(store.name(), "others commit all the time");
  }

  private Proposal proposal(Tip known, String name, UniqueId id)
      throws RefusedEditException, DamagedManifestException {
    Manifest manifest = known.manifest();
    Link link =
        new Link(
            manifest.number() + 1,
            manifest.writer().epoch() + 1,
            id,
            UniqueId.random(effects.random()),
            Math.max(manifest.millis(), effects.clock().millis()),
            List.of(new Edit.Claim(name)));
    return known.propose(link, store.options().maxLinks());
  }
}
