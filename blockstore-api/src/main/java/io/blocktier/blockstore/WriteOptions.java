package io.blocktier.blockstore;

import java.util.Optional;

/**
 * How a block is written. A store refuses an option that it cannot honour with {@link
 * UnsupportedByStoreException}; it ignores none. Immutable and thread-safe.
 *
 * @param precondition what has to hold
 * @param metadata what is kept beside the block
 * @param storageClass the class to store it in, or empty for the store's own choice
 * @param durability the least that the receipt has to promise, or empty for the store's own level
 * @param putId names this write across attempts, or empty; the retry layer fills it in
 */
public record WriteOptions(
    Precondition precondition,
    Metadata metadata,
    Optional<StorageClass> storageClass,
    Optional<Durability> durability,
    Optional<PutId> putId) {

  /** Replaces whatever is there, without metadata. */
  public static final WriteOptions DEFAULT =
      new WriteOptions(
          Precondition.NONE, Metadata.EMPTY, Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Returns options for a key that has no block yet.
   *
   * @return the default with {@link Precondition#IF_ABSENT}
   */
  public static WriteOptions ifAbsent() {
    return DEFAULT.with(Precondition.IF_ABSENT);
  }

  /**
   * Returns options for replacing one version.
   *
   * @param etag the version
   * @return the default with {@link Precondition.IfMatch}
   */
  public static WriteOptions ifMatch(Etag etag) {
    return DEFAULT.with(Precondition.ifMatch(etag));
  }

  /**
   * Returns these options with another precondition.
   *
   * @param condition what has to hold
   * @return the changed options
   */
  public WriteOptions with(Precondition condition) {
    return new WriteOptions(condition, metadata, storageClass, durability, putId);
  }

  /**
   * Returns these options with other metadata.
   *
   * @param entries what is kept beside the block
   * @return the changed options
   */
  public WriteOptions with(Metadata entries) {
    return new WriteOptions(precondition, entries, storageClass, durability, putId);
  }

  /**
   * Returns these options with a storage class.
   *
   * @param name the class to store the block in
   * @return the changed options
   */
  public WriteOptions with(StorageClass name) {
    return new WriteOptions(precondition, metadata, Optional.of(name), durability, putId);
  }

  /**
   * Returns these options with a durability level.
   *
   * @param level the least that the receipt has to promise
   * @return the changed options
   */
  public WriteOptions with(Durability level) {
    return new WriteOptions(precondition, metadata, storageClass, Optional.of(level), putId);
  }

  /**
   * Returns these options with a put-id.
   *
   * @param id names the write across attempts
   * @return the changed options
   */
  public WriteOptions with(PutId id) {
    return new WriteOptions(precondition, metadata, storageClass, durability, Optional.of(id));
  }
}
