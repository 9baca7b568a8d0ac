package io.blocktier.gateway.bucket;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.gateway.attribute.ReservedKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What buckets are set to: a block for each setting that a bucket has. Thread-safe. */
public final class BucketSettings {

  private final BlockStore store;

  /** Keeps settings in a store. */
  public BucketSettings(BlockStore store) {
    this.store = store;
  }

  /** Returns a setting. */
  public Optional<String> find(String bucket, String name) throws BlockStoreException {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.decode(Blocks.readAll(store, key(bucket, name))).toString());
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Changes a setting. */
  public void put(String bucket, String name, String text) throws BlockStoreException {
    Blocks.write(store, key(bucket, name), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Removes a setting. */
  public void delete(String bucket, String name) throws BlockStoreException {
    Blocks.delete(store, key(bucket, name));
  }

  private static BlockKey key(String bucket, String name) {
    return ReservedKeys.under(ReservedKeys.SETTINGS, bucket + "/" + name);
  }
}
