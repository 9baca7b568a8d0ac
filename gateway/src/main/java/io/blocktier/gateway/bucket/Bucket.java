package io.blocktier.gateway.bucket;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.gateway.attribute.ReservedKeys;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.key.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A bucket: a name for the keys beneath a root.
 *
 * @param name what clients call it
 * @param root what its block keys start with: empty, or ends with a slash
 * @param created when
 * @param fixed whether the configuration names it, so that clients cannot delete it
 */
public record Bucket(String name, String root, Instant created, boolean fixed) {

  /** The longest key of S3, in bytes of UTF-8. */
  private static final int MAX_KEY_BYTES = 1024;

  /**
   * Returns where the object of a key is.
   *
   * @throws S3Exception {@code KeyTooLongError}, or {@code InvalidArgument} where the key is the
   *     gateway's own
   */
  public BlockKey block(String key) throws S3Exception {
    if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG);
    }
    String block = root + ObjectKeys.toBlock(key);
    if (block.getBytes(StandardCharsets.UTF_8).length > BlockKey.MAX_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG);
    }
    if (ReservedKeys.covers(block)) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "The key is reserved");
    }
    return BlockKey.of(block);
  }

  /** Tells whether it is a directory bucket. */
  public boolean isDirectory() {
    return DirectoryNames.isDirectory(name);
  }

  /** Returns the object's key of a block beneath the root. */
  public String key(String block) {
    return ObjectKeys.toObject(block.substring(root.length()));
  }
}
