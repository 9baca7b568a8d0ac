package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.Simulation;

/** Opens caches on a disk of a test's own, for tests of what is beneath them. */
public final class SimulatedCaches {

  private SimulatedCaches() {}

  /** Opens a cache without the layer that waits for calls by the clock of the machine. */
  public static BlockStore open(
      Simulation simulation, BlockStore store, CacheOptions options, Disk disk)
      throws BlockStoreException {
    Effects effects = simulation.effects();
    CacheEffects own = new CacheEffects(effects, simulation.signals(), effects.executor());
    return new CachingBlockStore(store, options, CacheOpening.of(store, options, own, disk));
  }

  /** Waits until the store beneath has everything. */
  public static void flush(BlockStore cache) throws BlockStoreException {
    ((CachingBlockStore) cache).parts().flushing().flush(KeyPrefix.ALL);
  }
}
