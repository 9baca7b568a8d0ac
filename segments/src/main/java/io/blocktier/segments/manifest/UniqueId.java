package io.blocktier.segments.manifest;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * 128 random bits that name a writer or a commit. Immutable and thread-safe.
 *
 * @param high the first half
 * @param low the second half
 */
public record UniqueId(long high, long low) {

  /** Names nobody. */
  public static final UniqueId NONE = new UniqueId(0, 0);

  static final int BYTES = 2 * Long.BYTES;

  static UniqueId random(RandomGenerator random) {
    return new UniqueId(random.nextLong(), random.nextLong());
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
