package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.layer.ForwardingBlockStore;

/** A store that outlives the cache around it. */
final class Unclosed extends ForwardingBlockStore {

  Unclosed(BlockStore inner) {
    super(inner);
  }

  @Override
  public void close() {}
}
