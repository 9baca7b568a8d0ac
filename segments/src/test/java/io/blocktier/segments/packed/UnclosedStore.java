package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.layer.ForwardingBlockStore;

/** A store that several use, and none closes. */
final class UnclosedStore extends ForwardingBlockStore {

  UnclosedStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public void close() {
    // whoever made the store closes it
  }
}
