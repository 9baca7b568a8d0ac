package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import java.util.Optional;
import java.util.function.Function;

/**
 * What blocks are called in the bucket: S3 allows {@value #MOST_BYTES} bytes, of which the prefix
 * may take {@value #MOST_PREFIX_BYTES}.
 *
 * @param bucket the bucket
 * @param prefix what all names start with; empty, or ends with a slash
 */
record ObjectNames(String bucket, KeyPrefix prefix) {

  /** The longest name of an object. */
  static final int MOST_BYTES = 1024;

  /** The longest prefix: it leaves 900 bytes for each key. */
  static final int MOST_PREFIX_BYTES = 124;

  /** Returns how long a key may be behind the prefix. */
  int maxKeyBytes() {
    return MOST_BYTES - prefix.byteLength();
  }

  String of(BlockKey key) {
    return prefix.value() + key.value();
  }

  String of(KeyPrefix keys) {
    return prefix.value() + keys.value();
  }

  /** Returns where a listing begins, behind a position among the keys. */
  String behind(String position) {
    return position.isEmpty() ? "" : prefix.value() + position;
  }

  /**
   * Returns the key of an object.
   *
   * @param name what the object is called
   * @return the key, or empty for an object of others whose name is no legal key
   */
  Optional<BlockKey> key(String name) {
    return within(name, BlockKey::of);
  }

  /**
   * Returns the keys that share a beginning.
   *
   * @param beginning what the objects' names start with
   * @return what the keys start with, or empty where no legal key can
   */
  Optional<KeyPrefix> keys(String beginning) {
    return within(beginning, KeyPrefix::of);
  }

  private <T> Optional<T> within(String name, Function<String, T> parser) {
    if (!name.startsWith(prefix.value())) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(name.substring(prefix.value().length())));
    } catch (IllegalArgumentException notLegal) {
      return Optional.empty();
    }
  }
}
