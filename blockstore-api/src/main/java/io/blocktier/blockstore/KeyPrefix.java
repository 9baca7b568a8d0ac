package io.blocktier.blockstore;

import java.nio.charset.StandardCharsets;

/**
 * The start of block keys, for listing and for deleting together. Not bound to slashes: {@code ab}
 * covers {@code abc} as well as {@code ab/c}. Immutable and thread-safe.
 *
 * @param value the characters that a key has to start with; empty for all keys
 */
public record KeyPrefix(String value) {

  /** The prefix of every key. */
  public static final KeyPrefix ALL = new KeyPrefix("");

  /**
   * Checks the prefix.
   *
   * @throws IllegalArgumentException if no legal key could start with it
   */
  public KeyPrefix {
    KeySyntax.requirePrefix(value, BlockKey.MAX_BYTES);
  }

  /**
   * Returns the prefix with this value.
   *
   * @param value the characters that a key has to start with; empty for all keys
   * @return the prefix
   * @throws IllegalArgumentException if no legal key could start with it
   */
  public static KeyPrefix of(String value) {
    return value.isEmpty() ? ALL : new KeyPrefix(value);
  }

  /**
   * Tells whether a key lies under this prefix.
   *
   * @param key the key
   * @return whether the key starts with this prefix
   */
  public boolean covers(BlockKey key) {
    return key.value().startsWith(value);
  }

  /**
   * Returns the length of the prefix.
   *
   * @return bytes of UTF-8, at most {@value BlockKey#MAX_BYTES}
   */
  public int byteLength() {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Tells whether the prefix is longer than a bound, without encoding one that surely is not.
   *
   * @param bytes the bound, in bytes of UTF-8
   * @return whether it has more
   */
  public boolean isLongerThan(int bytes) {
    return KeySyntax.isLongerThan(value, bytes);
  }

  @Override
  public String toString() {
    return value;
  }
}
