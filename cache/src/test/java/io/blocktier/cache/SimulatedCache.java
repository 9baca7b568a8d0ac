package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.OpenedIndex;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A cache whose time passes only when all its threads wait. */
final class SimulatedCache {

  private static final long MAX_STEPS = 1_000_000;

  private final Simulation simulation;
  private final MemoryLog log;

  SimulatedCache(MemoryLog log) {
    this.simulation = new Simulation(1, MAX_STEPS);
    this.log = log;
  }

  /** Returns the next life of the same log. */
  SimulatedCache next() {
    return new SimulatedCache(log);
  }

  Simulation simulation() {
    return simulation;
  }

  /** Half of the lives keep so little at hand that they have to look for the rest. */
  static Windows windows(RandomGenerator random) {
    return random.nextBoolean()
        ? Windows.DEFAULT
        : new Windows(random.nextInt(4), 1 + random.nextInt(6), 1 + random.nextInt(6));
  }

  CachingBlockStore open(BlockStore store, CacheOptions options) throws BlockStoreException {
    return open(store, options, Windows.DEFAULT);
  }

  CachingBlockStore open(BlockStore store, CacheOptions options, Windows windows)
      throws BlockStoreException {
    CacheEffects effects = new CacheEffects(simulation.effects(), simulation.signals(), windows);
    OpenedIndex index = new OpenedIndex(new HeapIndex(options.maxBlocks()), false);
    return new CachingBlockStore(
        store, options, CacheParts.of(store, options, effects, _ -> index, log::open));
  }

  void sleep(Duration time) throws InterruptedException {
    simulation.sleeper().sleep(time);
  }

  Duration now() {
    return Duration.ofNanos(simulation.effects().ticker().nanos());
  }
}
