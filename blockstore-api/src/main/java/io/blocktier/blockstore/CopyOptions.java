package io.blocktier.blockstore;

import java.util.Optional;

/**
 * How a block is copied. A store refuses an option that it cannot honour with {@link
 * UnsupportedByStoreException}; it ignores none. Immutable and thread-safe.
 *
 * @param from the store that the source is in, where that is another one than the target's; a store
 *     takes blocks from those on the same server alone, if from any, and refuses all others
 * @param precondition what has to hold at the target
 * @param sourceMatch the version that the source must have, or empty for any
 * @param metadata what the target keeps instead of the source's metadata, or empty to copy that
 * @param storageClass the class to store the target in, or empty for the store's own choice
 */
public record CopyOptions(
    Optional<BlockStore> from,
    Precondition precondition,
    Optional<Etag> sourceMatch,
    Optional<Metadata> metadata,
    Optional<StorageClass> storageClass) {

  /** Copies any version with its metadata over whatever is there. */
  public static final CopyOptions DEFAULT =
      new CopyOptions(
          Optional.empty(),
          Precondition.NONE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Returns these options for a source in another store, which stays its owner's. No byte of the
   * block passes through this process: the server copies it, or the copy is refused.
   *
   * @param store the store that the key of the source belongs to
   * @return the changed options
   */
  public CopyOptions from(BlockStore store) {
    return new CopyOptions(Optional.of(store), precondition, sourceMatch, metadata, storageClass);
  }

  /**
   * Returns these options with another precondition.
   *
   * @param condition what has to hold at the target
   * @return the changed options
   */
  public CopyOptions with(Precondition condition) {
    return new CopyOptions(from, condition, sourceMatch, metadata, storageClass);
  }

  /**
   * Returns these options for one version of the source.
   *
   * @param etag the version; another fails with {@link PreconditionFailedException}
   * @return the changed options
   */
  public CopyOptions withSourceMatch(Etag etag) {
    return new CopyOptions(from, precondition, Optional.of(etag), metadata, storageClass);
  }

  /**
   * Returns these options with metadata of its own for the target.
   *
   * @param entries what the target keeps
   * @return the changed options
   */
  public CopyOptions with(Metadata entries) {
    return new CopyOptions(from, precondition, sourceMatch, Optional.of(entries), storageClass);
  }

  /**
   * Returns these options with a storage class.
   *
   * @param name the class to store the target in
   * @return the changed options
   */
  public CopyOptions with(StorageClass name) {
    return new CopyOptions(from, precondition, sourceMatch, metadata, Optional.of(name));
  }
}
