package io.blocktier.gateway.bucket;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.gateway.acl.Acl;
import io.blocktier.gateway.attribute.ReservedKeys;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.key.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A bucket: a name for the keys beneath a root.
 *
 * @param name what clients call it
 * @param root what its block keys start with: empty, or ends with a slash
 * @param created when
 * @param owner the account that it belongs to
 * @param fixed whether the configuration names it, so that clients cannot delete it
 * @param maxBlockKeyBytes the longest block key that the store takes, the root included
 * @param rights the list that it was created with, which holds until another is set
 */
public record Bucket(
    String name,
    String root,
    Instant created,
    String owner,
    boolean fixed,
    int maxBlockKeyBytes,
    Optional<Acl> rights) {

  /** The longest key of S3, in bytes of UTF-8. */
  private static final int MAX_KEY_BYTES = 1024;

  /**
   * Returns where the object of a key is.
   *
   * @throws S3Exception {@code KeyTooLongError} where S3 allows no key as long, or the store below
   *     does not; {@code InvalidArgument} where the key is the gateway's own
   */
  public BlockKey block(String key) throws S3Exception {
    requireAtMost(MAX_KEY_BYTES, key);
    String block = root + ObjectKeys.toBlock(key);
    requireAtMost(maxBlockKeyBytes, block);
    if (ReservedKeys.covers(block)) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "The key is reserved");
    }
    return BlockKey.of(block);
  }

  /**
   * Returns what the blocks of all keys with a prefix start with; empty where no key of the store
   * is as long.
   */
  public Optional<KeyPrefix> blocks(String prefix) {
    String blocks = root + ObjectKeys.toBlockPrefix(prefix);
    return length(blocks) > maxBlockKeyBytes ? Optional.empty() : Optional.of(KeyPrefix.of(blocks));
  }

  private static void requireAtMost(int most, String key) throws S3Exception {
    int bytes = length(key);
    if (bytes > most) {
      throw new S3Exception(
          S3ErrorCode.KEY_TOO_LONG,
          S3ErrorCode.KEY_TOO_LONG.text(),
          Map.of("Size", String.valueOf(bytes), "MaxSizeAllowed", String.valueOf(most)));
    }
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
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
