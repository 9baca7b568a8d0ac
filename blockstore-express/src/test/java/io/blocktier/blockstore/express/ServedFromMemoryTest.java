package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;

class ServedFromMemoryTest extends ServedContract {

  @Override
  BlockStore behind(Effects effects) {
    return new InMemoryBlockStore(effects);
  }
}
