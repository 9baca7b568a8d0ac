package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;

/** Decides what follows from a failed attempt of one kind of call. */
@FunctionalInterface
interface Recovery<T> {

  /**
   * Judges an error.
   *
   * @param error what the last attempt met
   * @param doubtful whether this or an earlier attempt may have taken effect
   * @throws BlockStoreException if looking at the store failed
   */
  Verdict<T> judge(BlockStoreException error, boolean doubtful) throws BlockStoreException;

  /** For calls that may be made twice: what had no effect or lost its reply is repeated. */
  static <T> Recovery<T> idempotent() {
    return (error, _) ->
        error.retryable() || error instanceof OutcomeUnknownException
            ? new Verdict.Repeat<>()
            : new Verdict.Failed<>(error);
  }
}
