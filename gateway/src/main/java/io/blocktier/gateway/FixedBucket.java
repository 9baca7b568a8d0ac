package io.blocktier.gateway;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.gateway.bucket.BucketNames;

/**
 * A bucket that is there from the beginning, and that no client deletes: a name for blocks that
 * others write, too.
 *
 * @param name what clients call it
 * @param root what its block keys start with: empty, or ends with a slash
 */
public record FixedBucket(String name, KeyPrefix root) {

  /**
   * Checks name and root.
   *
   * @throws IllegalArgumentException if no bucket may have the name, or the root neither is empty
   *     nor ends with a slash
   */
  public FixedBucket {
    if (!BucketNames.isLegal(name)) {
      throw new IllegalArgumentException("no bucket of S3 may be called " + name);
    }
    if (!root.value().isEmpty() && !root.value().endsWith("/")) {
      throw new IllegalArgumentException("the root of a bucket ends with a slash: " + root);
    }
  }
}
