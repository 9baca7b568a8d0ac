package io.blocktier.blockstore;

import java.time.Instant;
import java.util.Optional;

/**
 * What a store knows of one version of a block. Immutable and thread-safe.
 *
 * @param key the block's key
 * @param size its length in bytes
 * @param etag its version
 * @param lastModified when it was written, by the store's clock and to the store's precision
 * @param checksum the checksum of its bytes, where the store keeps one
 * @param metadata what the writer kept beside it
 * @param storageClass the class it is stored in, where the store has any
 * @param putId the write that made it, where the writer named it
 */
public record BlockStat(
    BlockKey key,
    long size,
    Etag etag,
    Instant lastModified,
    Optional<Crc32c> checksum,
    Metadata metadata,
    Optional<StorageClass> storageClass,
    Optional<PutId> putId) {

  /**
   * Returns the same under another key, for layers that map keys.
   *
   * @param other the key to show
   * @return the changed stat
   */
  public BlockStat withKey(BlockKey other) {
    return new BlockStat(other, size, etag, lastModified, checksum, metadata, storageClass, putId);
  }
}
