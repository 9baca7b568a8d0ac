package io.blocktier.cache;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.OpenedIndex;
import java.nio.file.Path;
import java.time.Duration;

/** Opens caches. */
final class CacheFixture {

  static final Effects EFFECTS = Effects.ofSystem();

  /** Units so small that blocks of tests have many. */
  static final ReadOptions READS =
      new ReadOptions(16 << 20, 16 << 10, 16 << 10, 128 << 10, 4 << 20);

  static final CacheOptions OPTIONS = options(Path.of("cache"));

  private CacheFixture() {}

  /** The effects of a simulation, in which every thread may hang. */
  static CacheEffects simulated(Simulation simulation, Windows windows) {
    return new CacheEffects(
        simulation.effects(), simulation.signals(), simulation.effects().executor(), windows);
  }

  static CacheOptions options(Path directory) {
    return options(directory, IndexKind.HEAP);
  }

  static CacheOptions options(Path directory, IndexKind index) {
    return new CacheOptions(
        directory,
        1L << 30,
        100_000,
        index,
        64 << 20,
        1 << 20,
        Durability.LOCAL,
        Duration.ofSeconds(30),
        16,
        Duration.ofMillis(5),
        Duration.ofMillis(100),
        READS);
  }

  /** So few segments that what is needed of them has to move all the time. */
  static CacheOptions crowded(IndexKind index, long maxAtRisk) {
    return new CacheOptions(
        Path.of("/cache"),
        5 << 20,
        10_000,
        index,
        maxAtRisk,
        256 << 10,
        Durability.LOCAL,
        Duration.ofMinutes(5),
        2,
        Duration.ofMillis(10),
        Duration.ofSeconds(1),
        READS);
  }

  static WriteBackBlockStore open(BlockStore store, MemoryLog log) throws BlockStoreException {
    return open(store, log, OPTIONS);
  }

  static WriteBackBlockStore open(BlockStore store, MemoryLog log, CacheOptions options)
      throws BlockStoreException {
    CacheEffects effects =
        new CacheEffects(EFFECTS, Signals.ofThreads(EFFECTS), EFFECTS.executor());
    OpenedIndex index = new OpenedIndex(new HeapIndex(options.maxBlocks()), false);
    return WriteBackBlockStore.of(
        new CachingBlockStore(
            store,
            options,
            CacheParts.of(
                store,
                options,
                effects,
                CacheOpening.watch(options, effects),
                _ -> index,
                log::open)));
  }
}
