package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Packed blocks whose writes are acknowledged by the log. */
class LocalPackedContractTest extends BlockStoreContract {

  @TempDir Path directory;

  @Override
  protected BlockStore open() throws Exception {
    return PackedBlockStore.open(
        new InMemoryBlockStore(PackedFixture.EFFECTS),
        PackedFixture.local(directory.resolve("log")),
        PackedFixture.EFFECTS);
  }
}
