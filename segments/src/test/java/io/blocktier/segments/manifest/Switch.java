package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;

/** Reads and writes through another store while it is on. For one thread. */
final class Switch extends ForwardingBlockStore {

  boolean on;
  private final BlockStore other;

  Switch(BlockStore inner, BlockStore other) {
    super(inner);
    this.other = other;
  }

  private BlockStore now() {
    return on ? other : inner();
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return now().write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return now().read(key, range, target);
  }
}
