package io.blocktier.torture;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.util.Collection;
import java.util.concurrent.locks.Lock;

/** A store in which nothing that a cache sends begins while somebody else has the lock. */
final class HeldStore extends ForwardingBlockStore {

  private final Lock lock;

  HeldStore(BlockStore inner, Lock lock) {
    super(inner);
    this.lock = lock;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return change(() -> super.write(key, content, options));
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    change(() -> {
      super.delete(key, options);
      return key;
    });
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    return change(() -> super.deleteAll(keys));
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    return change(() -> super.deleteByPrefix(prefix));
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return change(() -> super.copy(source, target, options));
  }

  private <T> T change(Change<T> change) throws BlockStoreException {
    lock.lock();
    try {
      return change.make();
    } finally {
      lock.unlock();
    }
  }

  @FunctionalInterface
  private interface Change<T> {
    T make() throws BlockStoreException;
  }
}
