package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;

class GatewayOverMemoryTest extends MultipartContract {

  @Override
  BlockStore open() {
    return new InMemoryBlockStore(effects);
  }
}
