package io.blocktier.blockstore;

import java.util.Optional;

/**
 * How a block is deleted. Immutable and thread-safe.
 *
 * @param ifMatch the version that the block must have, or empty for any or none. With it, a key
 *     without a block fails with {@link PreconditionFailedException}: deleting a version is no
 *     longer idempotent
 */
public record DeleteOptions(Optional<Etag> ifMatch) {

  /** Deletes whatever is there. */
  public static final DeleteOptions DEFAULT = new DeleteOptions(Optional.empty());

  /**
   * Returns options for deleting one version.
   *
   * @param etag the version
   * @return the options
   */
  public static DeleteOptions ifMatch(Etag etag) {
    return new DeleteOptions(Optional.of(etag));
  }
}
