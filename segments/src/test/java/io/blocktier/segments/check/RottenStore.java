package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;

/** Acknowledges what it is given, and keeps something else. */
final class RottenStore extends ForwardingBlockStore {

  RottenStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Receipt receipt = inner().write(key, content, options);
    ByteBuffer stored = Blocks.readAll(inner(), key);
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    bytes[7] ^= 1;
    Blocks.write(inner(), key, bytes);
    return receipt;
  }
}
