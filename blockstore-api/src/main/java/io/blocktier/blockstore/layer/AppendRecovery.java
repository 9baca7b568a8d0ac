package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import java.util.Optional;

/**
 * Resolves appends by the block's size, and by its bytes: as many bytes of somebody else at the
 * offset are not this append.
 *
 * @param look looks at the store
 * @param key the key appended to
 * @param offset where the bytes go
 * @param content the bytes
 */
record AppendRecovery(Look look, BlockKey key, long offset, Content content)
    implements Recovery<Receipt> {

  @Override
  public Verdict<Receipt> judge(BlockStoreException error, boolean doubtful)
      throws BlockStoreException {
    if (error.retryable()) {
      return new Verdict.Repeat<>();
    }
    boolean lost = error instanceof OutcomeUnknownException;
    if (!doubtful || !(lost || error instanceof PreconditionFailedException)) {
      return new Verdict.Failed<>(error);
    }
    Optional<BlockStat> there = look.at(key);
    long size = there.map(BlockStat::size).orElse(0L);
    if (size == offset && lost) {
      return new Verdict.Repeat<>();
    }
    if (there.isEmpty() || size < offset + content.length()) {
      return new Verdict.Failed<>(error);
    }
    return new StoredBytes(look, key, offset).equal(content)
        ? new Verdict.Settled<>(look.receipt(there.get(), Optional.empty()))
        : new Verdict.Refused<>(lost ? foreign(size, error) : error);
  }

  private PreconditionFailedException foreign(long size, BlockStoreException cause) {
    String detail = "the block has " + size + " bytes and those at " + offset + " are not these";
    Call call = Call.of(Operation.APPEND, key);
    return new PreconditionFailedException(
        call.failure(look.store(), detail).remedy("append behind what is there now"), cause);
  }
}
