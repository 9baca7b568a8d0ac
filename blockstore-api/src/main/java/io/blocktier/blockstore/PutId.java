package io.blocktier.blockstore;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Names one logical write across all its attempts. The store keeps it beside the block, so that a
 * writer whose reply was lost, or whose retry met {@link PreconditionFailedException}, can look
 * whether the block that is there is its own. Immutable and thread-safe.
 *
 * @param value 32 hexadecimal digits in lower case
 */
public record PutId(String value) {

  private static final int DIGITS = 32;

  /**
   * Checks the digits.
   *
   * @throws IllegalArgumentException if the value is not 32 lower-case hexadecimal digits
   */
  public PutId {
    boolean legal =
        value.length() == DIGITS
            && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (!legal) {
      throw new IllegalArgumentException("a put-id is not 32 hexadecimal digits: " + value);
    }
  }

  /**
   * Draws a put-id of 128 random bits.
   *
   * @param random where the bits come from
   * @return a put-id that nobody else has
   */
  public static PutId random(RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    return new PutId(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()));
  }

  @Override
  public String toString() {
    return value;
  }
}
