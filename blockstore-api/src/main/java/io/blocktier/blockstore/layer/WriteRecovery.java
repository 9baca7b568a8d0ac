package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.Optional;

/**
 * Resolves conditional writes by their put-id.
 *
 * <p>After a lost reply the block that is there decides: this write's own is success; the one that
 * the condition asks for shows that nothing happened, and the write is repeated. Anything else
 * leaves the outcome unknown: another writer may have been first, or may have replaced what this
 * write made. A failed condition on a repeated attempt is taken at its word unless the block is
 * this write's own.
 *
 * @param look looks at the store
 * @param key the key written to
 * @param options the condition and the put-id; without one nothing can be resolved
 * @param checksum the checksum of the content, if known
 */
record WriteRecovery(Look look, BlockKey key, WriteOptions options, Optional<Crc32c> checksum)
    implements Recovery<Receipt> {

  @Override
  public Verdict<Receipt> judge(BlockStoreException error, boolean doubtful)
      throws BlockStoreException {
    if (error.retryable()) {
      return new Verdict.Repeat<>();
    }
    boolean conditionFailed = error instanceof PreconditionFailedException;
    boolean lost = error instanceof OutcomeUnknownException;
    if (!doubtful || options.putId().isEmpty() || !(conditionFailed || lost)) {
      return new Verdict.Failed<>(error);
    }
    Optional<BlockStat> there = look.at(key);
    if (there.isPresent() && isOwn(there.get(), options.putId())) {
      return new Verdict.Settled<>(look.receipt(there.get(), checksum));
    }
    if (conditionFailed) {
      return new Verdict.Refused<>(error);
    }
    return holds(options.precondition(), there)
        ? new Verdict.Repeat<>()
        : new Verdict.Failed<>(error);
  }

  static boolean isOwn(BlockStat stat, Optional<PutId> putId) {
    return putId.isPresent() && stat.putId().equals(putId);
  }

  static boolean holds(Precondition condition, Optional<BlockStat> there) {
    return switch (condition) {
      case Precondition.None _ -> true;
      case Precondition.IfAbsent _ -> there.isEmpty();
      case Precondition.IfMatch(var etag) -> there.isPresent() && there.get().etag().equals(etag);
    };
  }
}
