package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.BlockStoreContract;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Reads into direct buffers, which take the short way to the file where there is one. */
class DirectTargetContractTest extends BlockStoreContract {

  @TempDir Path root;

  @Override
  protected BlockStore open() throws Exception {
    return new DirectTargets(LocalFixture.open(root));
  }

  private static final class DirectTargets extends ForwardingBlockStore {

    DirectTargets(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      if (target.isReadOnly()) {
        return inner().read(key, range, target);
      }
      ByteBuffer direct = ByteBuffer.allocateDirect(target.remaining());
      BlockRead read = inner().read(key, range, direct);
      target.put(direct.flip());
      return read;
    }

    @Override
    public String toString() {
      return inner().toString();
    }
  }
}
