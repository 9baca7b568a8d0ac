package io.blocktier.blockstore;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name of a block: elements separated by {@code /}, such as {@code share1/file7/chunk-0}.
 *
 * <p>A legal key has 1 to {@value #MAX_BYTES} bytes of UTF-8, no empty, {@code .} or {@code ..}
 * element (so no leading, trailing or doubled slash), no control character and no unpaired
 * surrogate. The bound holds the 1,024 bytes of the longest key of S3 behind the name of a bucket.
 * Not every store takes keys as long: {@link Limits#maxKeyBytes()} tells.
 *
 * <p>Keys order by their UTF-8 bytes, the order in which S3 lists them. Immutable and thread-safe.
 *
 * @param value the whole key
 */
public record BlockKey(String value) implements Comparable<BlockKey>, Serializable {

  /** The longest legal key, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1100;

  /**
   * Checks the key.
   *
   * @throws IllegalArgumentException if the key is not legal; the message says what is wrong and
   *     where
   */
  public BlockKey {
    KeySyntax.requireKey(value, MAX_BYTES);
  }

  // Keys are looked up in many maps on the way of each block; what the compiler generates for
  // records goes through method handles, which costs more than the comparison where callers vary.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockKey key && value.equals(key.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /**
   * Returns the key with this value.
   *
   * @param value the whole key
   * @return the key
   * @throws IllegalArgumentException if the key is not legal
   */
  public static BlockKey of(String value) {
    return new BlockKey(value);
  }

  /**
   * Returns the key below this one, as if this one were a directory.
   *
   * @param element what to put behind a slash; may hold slashes itself
   * @return the longer key
   * @throws IllegalArgumentException if the result is not legal
   */
  public BlockKey resolve(String element) {
    return new BlockKey(value + '/' + element);
  }

  /**
   * Returns the length of the key.
   *
   * @return bytes of UTF-8, 1 to {@value #MAX_BYTES}
   */
  public int byteLength() {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Tells whether the key is longer than a bound, without encoding one that surely is not.
   *
   * @param bytes the bound, in bytes of UTF-8
   * @return whether it has more
   */
  public boolean isLongerThan(int bytes) {
    return KeySyntax.isLongerThan(value, bytes);
  }

  @Override
  public int compareTo(BlockKey other) {
    return KeySyntax.compareUtf8(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
