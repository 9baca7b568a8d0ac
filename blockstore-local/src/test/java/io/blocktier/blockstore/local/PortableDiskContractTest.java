package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.layer.GuardedBlockStore;
import io.blocktier.blockstore.layer.LifecycleBlockStore;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.tck.BlockStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store where the kernel's own calls may not be made. */
class PortableDiskContractTest extends BlockStoreContract {

  @TempDir Path root;

  @Override
  protected BlockStore open() throws Exception {
    Disk disk = LocalFixture.portableDisk();
    return new LifecycleBlockStore(
        new GuardedBlockStore(LocalFixture.open(disk, root)), LifecyclePolicy.DEFAULT);
  }
}
