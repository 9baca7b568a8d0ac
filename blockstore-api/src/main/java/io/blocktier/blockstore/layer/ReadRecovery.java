package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import java.nio.ByteBuffer;

/**
 * Repeats reads into the same place. Corrupt bytes are fetched once more, in case they were damaged
 * on the way; corrupt again means corrupt where they are kept. For one call.
 */
final class ReadRecovery implements Recovery<BlockRead> {

  private final ByteBuffer target;
  private final int position;
  private boolean metCorruption;

  ReadRecovery(ByteBuffer target) {
    this.target = target;
    this.position = target.position();
  }

  @Override
  public Verdict<BlockRead> judge(BlockStoreException error, boolean doubtful) {
    target.position(position);
    boolean firstCorruption = error instanceof CorruptBlockException && !metCorruption;
    metCorruption |= firstCorruption;
    return error.retryable() || firstCorruption
        ? new Verdict.Repeat<>()
        : new Verdict.Failed<>(error);
  }
}
