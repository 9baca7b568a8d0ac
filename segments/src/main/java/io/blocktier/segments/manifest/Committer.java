package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.spi.Effects;
import java.util.Optional;

/**
 * Brings commits into the chain.
 *
 * @param store the store
 * @param effects the pauses
 */
record Committer(ChainStore store, Effects effects) {

  /**
   * Commits, or looks what became of an earlier attempt. The number must not have been deleted in
   * the meantime: then it was free again, and taking it says nothing. Deleting begins behind a
   * boundary, so looking for one behind the write sees any deletion that was before it.
   *
   * @return what is the newest manifest now, or empty if another one has the number
   * @throws DoubtfulCommitException if neither is known
   * @throws BlockStoreException if nothing was changed
   */
  Optional<Tip> commit(Proposal proposal) throws BlockStoreException, ManifestException {
    try {
      Creation creation = new Creation(store, effects);
      if (!creation.isMine(store.options().manifest(proposal.number()), proposal.object())) {
        return Optional.empty();
      }
    } catch (OutcomeUnknownException e) {
      throw new DoubtfulCommitException(store.name(), proposal.number(), e);
    }
    Boundary now = boundaryBehind(proposal);
    return now.first() <= proposal.number()
        ? Optional.of(proposal.tip().with(now))
        : Optional.empty();
  }

  private Boundary boundaryBehind(Proposal proposal) throws ManifestException {
    Patience patience = new Patience(store.options(), effects);
    while (true) {
      try {
        return store.newestBoundary(proposal.tip().boundary());
      } catch (BlockStoreException e) {
        if (!e.retryable() || !patience.pause()) {
          throw new DoubtfulCommitException(store.name(), proposal.number(), e);
        }
      }
    }
  }
}
