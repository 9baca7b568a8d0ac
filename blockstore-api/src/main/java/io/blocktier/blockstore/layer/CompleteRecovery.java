package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import java.util.Optional;

/**
 * Resolves the completion of an upload. An upload completes once, so that trying again does no
 * harm; that it is gone, or that its condition fails, may mean that the lost attempt completed it,
 * which the put-id tells.
 *
 * @param look looks at the store
 * @param key the key of the upload
 * @param putId the put-id given at the start; without one the store's last word is all there is
 */
record CompleteRecovery(Look look, BlockKey key, Optional<PutId> putId)
    implements Recovery<Receipt> {

  @Override
  public Verdict<Receipt> judge(BlockStoreException error, boolean doubtful)
      throws BlockStoreException {
    if (error.retryable()) {
      return new Verdict.Repeat<>();
    }
    if (doubtful && mayMeanDone(error)) {
      Optional<BlockStat> there = putId.isPresent() ? look.at(key) : Optional.empty();
      if (there.isPresent() && WriteRecovery.isOwn(there.get(), putId)) {
        return new Verdict.Settled<>(look.receipt(there.get(), Optional.empty()));
      }
    }
    return error instanceof OutcomeUnknownException
        ? new Verdict.Repeat<>()
        : new Verdict.Failed<>(error);
  }

  private static boolean mayMeanDone(BlockStoreException error) {
    return switch (error) {
      case OutcomeUnknownException _,
          BlockNotFoundException _,
          InvalidRequestException _,
          PreconditionFailedException _ ->
          true;
      default -> false;
    };
  }
}
