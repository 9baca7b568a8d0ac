package io.blocktier.blockstore;

import java.util.Map;

/**
 * What became of a batch of deletes. Immutable and thread-safe.
 *
 * @param deleted how many keys have no block any more, those that had none before included
 * @param failures the keys whose block may still be there, each with its reason
 */
public record DeleteReport(long deleted, Map<BlockKey, BlockStoreException> failures) {

  /** Copies the failures. */
  public DeleteReport {
    failures = Map.copyOf(failures);
  }

  /**
   * Insists on success.
   *
   * @return how many keys have no block any more
   * @throws BlockStoreException the failure of one of the keys, if there is any; the others are
   *     attached as suppressed
   */
  public long orThrow() throws BlockStoreException {
    BlockStoreException first = null;
    for (BlockStoreException failure : failures.values()) {
      if (first == null) {
        first = failure;
      } else if (first != failure) {
        first.addSuppressed(failure);
      }
    }
    if (first != null) {
      throw first;
    }
    return deleted;
  }
}
