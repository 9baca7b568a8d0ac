package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectStoreContractTest extends BlockStoreContract {

  @TempDir Path root;

  @Override
  protected BlockStore open() throws Exception {
    return LocalFixture.open(root, "direct", "true");
  }
}
