package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.config.StoreStack;

/** An open configuration. */
record OpenStack(StoreStack stack) implements Subject.Opened {

  @Override
  public BlockStore store() {
    return stack.store();
  }

  @Override
  public void drain() throws BlockStoreException {
    if (stack.cache().isPresent()) {
      stack.cache().get().flush(KeyPrefix.ALL);
    }
  }

  @Override
  public void close() throws BlockStoreException {
    stack.close();
  }
}
