package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.s3.directory.DirectoryBucket;
import io.blocktier.blockstore.s3.directory.DirectoryStores;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.regions.Region;

/**
 * Opens stores on directory buckets, for the module that offers them. Stateless and thread-safe.
 */
@SuppressWarnings("exports") // what it speaks of is for that module alone
public final class S3DirectoryStores implements DirectoryStores {

  /** Directory buckets have one class, one encryption, and no choice of style. */
  private static final Set<Setting<?>> NOT_HERE =
      Set.of(
          S3Settings.BUCKET,
          S3Settings.REGION,
          S3Settings.FORCE_PATH_STYLE,
          S3Settings.STORAGE_CLASS,
          S3Settings.SSE,
          S3Settings.SSE_KMS_KEY_ID);

  /** Makes the door, for {@link java.util.ServiceLoader}. */
  public S3DirectoryStores() {}

  @Override
  public List<Setting<?>> settings() {
    return S3Settings.ofStore().stream().filter(setting -> !NOT_HERE.contains(setting)).toList();
  }

  @Override
  public BlockStore open(
      DirectoryBucket bucket, Settings settings, Effects effects, UnaryOperator<BlockStore> above)
      throws BlockStoreException {
    Optional<Region> region = bucket.region().map(Region::of);
    S3Options options = S3Options.of(bucket.name(), region, settings);
    LayerPolicies policies = LayerPolicies.from(settings);
    DirectoryBlockStore bare = DirectoryBlockStore.open(bucket, options, effects);
    BlockStore store = S3StoreProvider.compose(bare, policies, effects, above);
    if (options.probe() == ProbeMode.STARTUP) {
      S3StoreProvider.probe(store);
    }
    return store;
  }
}
