package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;

/** Opens a cache on a disk that is handed in. */
public final class CacheOnDisk {

  private CacheOnDisk() {}

  public static WriteBackBlockStore open(
      BlockStore store, CacheOptions options, Effects effects, Disk disk)
      throws BlockStoreException {
    CacheEffects own = new CacheEffects(effects, Signals.ofThreads());
    return WriteBackBlockStore.open(store, options, own, disk);
  }
}
