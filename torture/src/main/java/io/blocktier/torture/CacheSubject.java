package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.Map;

/**
 * A cache on the disk, over a local store beneath. That waits for its disk, so that the cache
 * always has much that is nowhere else.
 *
 * @param effects clock, randomness and threads
 */
record CacheSubject(Effects effects) implements Subject {

  @Override
  public String label() {
    return "cache";
  }

  @Override
  public boolean travels() {
    return true;
  }

  @Override
  public Opened open(Path disk, StoreBeneath beneath) throws ConfigException, BlockStoreException {
    String yaml = Yaml.durable("beneath") + Yaml.cacheWithMap(disk.toString());
    BlocktierConfig config = BlocktierConfig.parse(yaml, label(), Map.of());
    BlockStore store = beneath.open();
    try {
      return new OpenCache(config.openCacheAround(store, effects));
    } catch (BlockStoreException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Opens what can be beneath. */
  static BlockStore beneath(Path directory, Effects effects)
      throws ConfigException, BlockStoreException {
    BlocktierConfig config =
        BlocktierConfig.parse(Yaml.durable(directory.toString()), "beneath", Map.of());
    return new NamedStore(config.open(effects, new CompositeMeterRegistry()).store());
  }

  /** An open cache. */
  record OpenCache(WriteBackBlockStore cache) implements Opened {

    @Override
    public BlockStore store() {
      return cache;
    }

    @Override
    public void drain() throws AuditException, BlockStoreException {
      CacheDrain.of(cache);
    }

    @Override
    public void close() throws BlockStoreException {
      cache.close();
    }
  }
}
