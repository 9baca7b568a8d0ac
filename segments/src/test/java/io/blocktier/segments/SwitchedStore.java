package io.blocktier.segments;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;

/** A store that can be down. */
final class SwitchedStore extends ForwardingBlockStore {

  private volatile boolean down;

  SwitchedStore(BlockStore inner) {
    super(inner);
  }

  void down(boolean now) {
    down = now;
  }

  private void require(Operation operation, BlockKey key) throws StoreUnavailableException {
    if (down) {
      throw new StoreUnavailableException(Failure.of(this, operation, key, "it is down"), null);
    }
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    require(Operation.WRITE, key);
    return super.write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    require(Operation.READ, key);
    return super.read(key, range, target);
  }

  @Override
  public String toString() {
    return "switched(" + inner() + ")";
  }
}
