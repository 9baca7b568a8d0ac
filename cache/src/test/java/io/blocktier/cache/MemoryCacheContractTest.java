package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.InMemoryBlockStore;

class MemoryCacheContractTest extends BlockStoreContract {

  @Override
  protected BlockStore open() throws Exception {
    BlockStore store = new InMemoryBlockStore(CacheFixture.EFFECTS);
    return CacheFixture.open(store, new MemoryLog(100, 1000));
  }
}
