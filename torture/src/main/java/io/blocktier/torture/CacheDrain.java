package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.CacheStatus;
import io.blocktier.cache.WriteBackBlockStore;

/** Brings what a cache has to its store; its accounts have to be empty then. */
final class CacheDrain {

  private CacheDrain() {}

  /** Nobody else writes meanwhile. */
  static void of(WriteBackBlockStore cache) throws AuditException, BlockStoreException {
    cache.flush(KeyPrefix.ALL);
    CacheStatus status = cache.status();
    long blocks = status.dirtyBlocks() + status.deletedBlocks() + status.unjournaledBlocks();
    if (blocks != 0 || status.atRiskBytes() != 0) {
      throw new AuditException(
          blocks + " blocks and " + status.atRiskBytes() + " bytes are at risk behind a flush");
    }
  }
}
