package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.ContractScale;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Packed blocks whose writes are acknowledged by a committed segment: one for each, or nearly. */
class RemotePackedContractTest extends BlockStoreContract {

  @TempDir Path directory;

  @Override
  protected BlockStore open() throws Exception {
    return PackedBlockStore.open(
        new InMemoryBlockStore(PackedFixture.EFFECTS),
        PackedFixture.remote(directory.resolve("log"), Duration.ofMillis(1)),
        PackedFixture.EFFECTS);
  }

  @Override
  public ContractScale scale() {
    return ContractScale.DEFAULT.withRacers(8).withKeys(60, 200).withLargeBytes(1 << 20);
  }
}
