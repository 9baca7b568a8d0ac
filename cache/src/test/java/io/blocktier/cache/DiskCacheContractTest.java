package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The cache as a program opens it. */
class DiskCacheContractTest extends BlockStoreContract {

  @TempDir Path directory;

  @Override
  protected BlockStore open() throws Exception {
    return WriteBackBlockStore.open(
        new InMemoryBlockStore(CacheFixture.EFFECTS),
        CacheFixture.options(directory.resolve("cache")),
        CacheFixture.EFFECTS);
  }
}
