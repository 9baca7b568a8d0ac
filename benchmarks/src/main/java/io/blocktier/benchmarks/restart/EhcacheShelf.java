package io.blocktier.benchmarks.restart;

import java.nio.file.Path;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;

/** Ehcache with a persistent disk tier. */
final class EhcacheShelf implements Shelf {

  private static final String CACHE = "blocks";

  private final PersistentCacheManager manager;
  private final Cache<String, byte[]> cache;

  EhcacheShelf(Path directory) {
    this.manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(directory.toFile()))
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
  public void write(String key, byte[] block) {
    cache.put(key, block);
  }

  @Override
  public byte @Nullable [] read(String key) {
    return cache.get(key);
  }

  @Override
  public void close() {
    manager.close();
  }
}
