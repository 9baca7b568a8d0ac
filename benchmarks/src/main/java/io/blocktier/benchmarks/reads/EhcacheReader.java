package io.blocktier.benchmarks.reads;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;

/** Ehcache, with as many blocks on the heap as there is memory, and a disk tier for all. */
final class EhcacheReader implements BlockReader {

  private static final String CACHE = "blocks";

  private final PersistentCacheManager manager;
  private final Cache<String, byte[]> cache;
  private final String[] names;

  EhcacheReader(ReadCell cell) {
    this.manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(cell.directory().toFile()))
            .withCache(
                CACHE,
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    String.class,
                    byte[].class,
                    ResourcePoolsBuilder.newResourcePoolsBuilder()
                        .heap(cell.memory() / ReadCell.BLOCK, EntryUnit.ENTRIES)
                        .disk(2, MemoryUnit.GB, true)))
            .build(true);
    this.cache = manager.getCache(CACHE, String.class, byte[].class);
    this.names = IntStream.range(0, cell.blocks()).mapToObj(ReadCell::name).toArray(String[]::new);
  }

  @Override
  public void load(int key, byte[] block) {
    cache.put(names[key], block);
  }

  @Override
  public void read(int key, ByteBuffer target) throws IOException {
    byte[] block = cache.get(names[key]);
    if (block == null) {
      throw new IOException("block " + key + " is lost");
    }
    target.put(block);
  }

  @Override
  public void close() {
    manager.close();
  }
}
