package io.blocktier.blockstore;

import java.nio.charset.StandardCharsets;
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
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  /**
   * Checks the digits.
   *
   * @throws IllegalArgumentException if the value is not 32 lower-case hexadecimal digits
   */
  public PutId {
    if (value.length() != DIGITS || !isLowerHex(value)) {
      throw new IllegalArgumentException("a put-id is not 32 hexadecimal digits: " + value);
    }
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Draws a put-id of 128 random bits.
   *
   * @param random where the bits come from
   * @return a put-id that nobody else has
   */
  public static PutId random(RandomGenerator random) {
    byte[] digits = new byte[DIGITS];
    putDigits(random.nextLong(), digits, 0);
    putDigits(random.nextLong(), digits, DIGITS / 2);
    return new PutId(new String(digits, StandardCharsets.ISO_8859_1));
  }

  private static void putDigits(long bits, byte[] digits, int from) {
    for (int i = 0; i < DIGITS / 2; i++) {
      digits[from + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xf];
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
