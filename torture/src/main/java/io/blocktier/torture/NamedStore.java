package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.layer.ForwardingBlockStore;

/** A store that is the same wherever its files are: a cache belongs to a store by its identity. */
final class NamedStore extends ForwardingBlockStore {

  NamedStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public String identity() {
    return "beneath";
  }
}
