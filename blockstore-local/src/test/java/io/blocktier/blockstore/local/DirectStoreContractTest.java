package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DirectStoreContractTest extends BlockStoreContract {

  @TempDir Path root;

  @Override
  protected BlockStore open() throws Exception {
    return LocalFixture.open(root, "direct", "true");
  }
}
