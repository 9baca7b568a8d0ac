package io.blocktier.gateway;

import io.blocktier.blockstore.KeyPrefix;

/**
 * A bucket that is there from the beginning, and that no client deletes: a name for blocks that
 * others write, too.
 *
 * @param name what clients call it
 * @param root what its block keys start with: empty, or ends with a slash
 */
public record FixedBucket(String name, KeyPrefix root) {

  /**
   * Checks the root.
   *
   * @throws IllegalArgumentException if it neither is empty nor ends with a slash
   */
  public FixedBucket {
    if (!root.value().isEmpty() && !root.value().endsWith("/")) {
      throw new IllegalArgumentException("the root of a bucket ends with a slash: " + root);
    }
  }
}
