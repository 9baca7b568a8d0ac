package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;

/** Forgets the conditions of writes. */
final class CarelessStore extends ForwardingBlockStore {

  CarelessStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return inner().write(key, content, options.with(Precondition.NONE));
  }
}
