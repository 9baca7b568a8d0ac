package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;

/**
 * Resolves changes that nothing in the store names afterwards: conditional deletes and copies, and
 * renames. A lost reply is followed by another attempt only where the store shows that nothing has
 * happened.
 *
 * @param untouched looks whether nothing has happened
 */
record ChangeRecovery<T>(Untouched untouched) implements Recovery<T> {

  /** Looks at the store. */
  @FunctionalInterface
  interface Untouched {
    boolean test() throws BlockStoreException;
  }

  @Override
  public Verdict<T> judge(BlockStoreException error, boolean doubtful) throws BlockStoreException {
    boolean again =
        error.retryable() || (error instanceof OutcomeUnknownException && untouched.test());
    return again ? new Verdict.Repeat<>() : new Verdict.Failed<>(error);
  }
}
