package io.blocktier.blockstore.s3.directory;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import java.util.List;
import java.util.function.UnaryOperator;

/** Opens stores on directory buckets. Found by {@link java.util.ServiceLoader}. */
public interface DirectoryStores {

  /**
   * Returns what such a store can be configured with beyond its bucket.
   *
   * @return the settings of the S3 store that mean something here
   */
  List<Setting<?>> settings();

  /**
   * Opens a store.
   *
   * @param bucket which bucket
   * @param settings values for {@link #settings()}
   * @param effects clock, randomness and threads
   * @param above puts layers above retries and parallel transfers, beneath the guard
   * @return the store with all layers
   * @throws BlockStoreException if the setting {@code probe} asks for a probe, and it fails
   */
  BlockStore open(
      DirectoryBucket bucket, Settings settings, Effects effects, UnaryOperator<BlockStore> above)
      throws BlockStoreException;
}
