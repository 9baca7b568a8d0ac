package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockStore;

class InMemoryStoreContractTest extends BlockStoreContract {

  @Override
  protected BlockStore open() {
    return new InMemoryBlockStore(TestEffects.seeded(1));
  }
}
