package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The cache with its index off the heap. */
class ChronicleCacheContractTest extends BlockStoreContract {

  @TempDir Path directory;

  @Override
  protected BlockStore open() throws Exception {
    return WriteBackBlockStore.open(
        new InMemoryBlockStore(CacheFixture.EFFECTS),
        CacheFixture.options(directory.resolve("cache"), IndexKind.CHRONICLE),
        CacheFixture.EFFECTS);
  }
}
