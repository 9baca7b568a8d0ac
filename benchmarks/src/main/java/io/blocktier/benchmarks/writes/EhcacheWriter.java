package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;

/** Ehcache with a persistent disk tier, which nobody can have synced before it is closed. */
final class EhcacheWriter implements BlockWriter {

  private static final String CACHE = "blocks";

  private final PersistentCacheManager manager;
  private final Cache<String, byte[]> cache;

  EhcacheWriter(WriteCell cell) {
    this.manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(cell.directory().toFile()))
            .withCache(
                CACHE,
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    String.class,
                    byte[].class,
                    ResourcePoolsBuilder.heap(1000)
                        .offheap(64, MemoryUnit.MB)
                        .disk(4, MemoryUnit.GB, true)))
            .build(true);
    this.cache = manager.getCache(CACHE, String.class, byte[].class);
  }

  @Override
  public void write(int writer, int key, Payload block) {
    cache.put(WriteCell.name(key), block.array());
  }

  @Override
  public DurableLag lag() {
    return DurableLag.unbounded("nothing is synced before the cache is closed");
  }

  @Override
  public void close() {
    manager.close();
  }
}
