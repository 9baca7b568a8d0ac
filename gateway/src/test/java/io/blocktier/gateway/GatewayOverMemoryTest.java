package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;

class GatewayOverMemoryTest extends GatewayContract {

  @Override
  BlockStore open() {
    return new InMemoryBlockStore(effects);
  }
}
