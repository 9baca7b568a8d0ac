package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;

/**
 * An object that holds, or held, the bytes of a segment. Immutable and thread-safe.
 *
 * @param tier the store it is in
 * @param id a number that was {@linkplain Edit.Reserve reserved} for this object alone. Its key has
 *     to contain it, so that no other object ever has the same key: whoever deletes an object late
 *     deletes no other
 * @param key its key in that store
 */
public record ObjectRef(Tier tier, long id, BlockKey key) {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ObjectRef {
    if (id < 1) {
      throw new IllegalArgumentException("there is no object number " + id);
    }
  }
}
