package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.StoreStack;

/** An open configuration. */
record OpenStack(StoreStack stack) implements Subject.Opened {

  @Override
  public BlockStore store() {
    return stack.store();
  }

  @Override
  public void drain() throws AuditException, BlockStoreException {
    if (stack.cache().isPresent()) {
      CacheDrain.of(stack.cache().get());
    }
  }

  @Override
  public void close() throws BlockStoreException {
    stack.close();
  }
}
