package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.segments.objects.Pace;
import java.nio.ByteBuffer;

/** Reads at a pace. As thread-safe as what it wraps. */
final class PacedStore extends ForwardingBlockStore {

  private final Pace pace;

  PacedStore(BlockStore inner, Pace pace) {
    super(inner);
    this.pace = pace;
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    BlockRead read = inner().read(key, range, target);
    try {
      pace.spend(read.length());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          Failure.of(this, Operation.READ, key, "interrupted while it kept to its pace")
              .remedy("go on from where it was"),
          e);
    }
    return read;
  }

  /** Names the store that is read. */
  @Override
  public String toString() {
    return inner().toString();
  }
}
