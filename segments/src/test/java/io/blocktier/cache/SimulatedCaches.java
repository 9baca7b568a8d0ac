package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.Simulation;

/** Opens caches on a disk of a test's own, for tests of what is beneath them. */
public final class SimulatedCaches {

  private SimulatedCaches() {}

  public static WriteBackBlockStore open(
      Simulation simulation, BlockStore store, CacheOptions options, Disk disk)
      throws BlockStoreException {
    Effects effects = simulation.effects();
    CacheEffects own = new CacheEffects(effects, simulation.signals(), effects.executor());
    return WriteBackBlockStore.open(store, options, own, disk);
  }
}
