package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.OutcomeUnknownException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Deletes many blocks, and those again whose failure is a passing one: a batch that failed in part
 * is a result, not an error, but nobody above repeats it. For one call.
 */
final class BatchDelete {

  private final BlockStore store;
  private final Attempts attempts;
  private final Map<BlockKey, BlockStoreException> lasting = new HashMap<>();
  private long deleted;

  BatchDelete(BlockStore store, Attempts attempts) {
    this.store = store;
    this.attempts = attempts;
  }

  DeleteReport run(Call.Action<DeleteReport> first) throws BlockStoreException {
    Map<BlockKey, BlockStoreException> passing = sort(attempt(first));
    while (!passing.isEmpty()) {
      if (!attempts.pausedFor(passing.values().iterator().next())) {
        lasting.putAll(passing);
        break;
      }
      Set<BlockKey> left = new HashSet<>(passing.keySet());
      passing = sort(attempt(() -> store.deleteAll(left)));
    }
    return new DeleteReport(deleted, lasting);
  }

  private DeleteReport attempt(Call.Action<DeleteReport> action) throws BlockStoreException {
    return attempts.run(action, Recovery.idempotent());
  }

  private Map<BlockKey, BlockStoreException> sort(DeleteReport report) {
    deleted += report.deleted();
    Map<BlockKey, BlockStoreException> passing = new HashMap<>();
    report
        .failures()
        .forEach((key, error) -> (isPassing(error) ? passing : lasting).put(key, error));
    return passing;
  }

  private static boolean isPassing(BlockStoreException error) {
    return error.retryable() || error instanceof OutcomeUnknownException;
  }
}
