package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.ContractScale;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.WriteBackBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The cache over packed blocks, whose flusher waits for committed segments. */
class CachedPackedContractTest extends BlockStoreContract {

  @TempDir Path directory;

  @Override
  protected BlockStore open() throws Exception {
    BlockStore packed =
        PackedBlockStore.open(
            new InMemoryBlockStore(PackedFixture.EFFECTS),
            PackedFixture.remote(directory.resolve("log"), Duration.ofMillis(1)),
            PackedFixture.EFFECTS);
    return WriteBackBlockStore.open(
        packed, PackedFixture.cache(directory.resolve("cache"), 256), PackedFixture.EFFECTS);
  }

  @Override
  public ContractScale scale() {
    return ContractScale.DEFAULT.withRacers(8).withKeys(100, 200).withLargeBytes(2 << 20);
  }
}
