package io.blocktier.benchmarks.peers.alluxio;

import alluxio.client.file.cache.CacheManager;
import alluxio.conf.AlluxioProperties;
import alluxio.conf.InstancedConfiguration;
import alluxio.conf.PropertyKey;
import io.blocktier.benchmarks.reads.BlockReader;
import io.blocktier.benchmarks.reads.ReadCell;
import java.io.IOException;

/** Opens the cache of Alluxio's client over files. */
public final class PagesOpening implements BlockReader.Opening {

  /** Found as a service. */
  public PagesOpening() {}

  @Override
  public BlockReader open(ReadCell cell) throws IOException {
    InstancedConfiguration configuration = new InstancedConfiguration(new AlluxioProperties());
    configuration.set(PropertyKey.USER_CLIENT_CACHE_ENABLED, true);
    configuration.set(PropertyKey.USER_CLIENT_CACHE_STORE_TYPE, (Object) "LOCAL");
    configuration.set(PropertyKey.USER_CLIENT_CACHE_DIRS, (Object) cell.directory().toString());
    configuration.set(
        PropertyKey.USER_CLIENT_CACHE_ASYNC_RESTORE_ENABLED, false); // empty, and ready
    int pageBytes =
        Math.toIntExact(configuration.getBytes(PropertyKey.USER_CLIENT_CACHE_PAGE_SIZE));
    return new Pages(CacheManager.Factory.create(configuration), pageBytes);
  }
}
