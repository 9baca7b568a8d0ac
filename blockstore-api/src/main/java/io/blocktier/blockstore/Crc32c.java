package io.blocktier.blockstore;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A CRC-32C (Castagnoli, RFC 3720) of some bytes: computed once at the door and carried to the
 * object store. Immutable and thread-safe.
 *
 * @param value the 32 bits
 */
public record Crc32c(int value) {

  /** The checksum of no bytes. */
  public static final Crc32c EMPTY = new Crc32c(0);

  private static final int REFLECTED_POLYNOMIAL = 0x82F63B78;
  private static final int BYTES = 4;

  /**
   * Computes the checksum of the remaining bytes of buffers, whose positions do not move.
   *
   * @param buffers the bytes, one buffer after the other
   * @return their checksum
   */
  public static Crc32c of(ByteBuffer... buffers) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer buffer : buffers) {
      crc.update(buffer.duplicate());
    }
    return new Crc32c((int) crc.getValue());
  }

  /**
   * Parses what {@link #base64()} gives, the form of S3's {@code x-amz-checksum-crc32c}.
   *
   * @param text eight characters of Base64
   * @return the checksum
   * @throws IllegalArgumentException if the text is not Base64 of four bytes
   */
  public static Crc32c ofBase64(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("not a Base64 CRC-32C: '" + text + "'");
    }
    return new Crc32c(ByteBuffer.wrap(bytes).getInt());
  }

  /**
   * Returns the checksum of these bytes with others behind them, without reading either.
   *
   * @param next the checksum of the bytes behind
   * @param nextLength how many bytes those are, 0 or more
   * @return the checksum of the whole
   */
  public Crc32c concat(Crc32c next, long nextLength) {
    return new Crc32c(multiply(powerOfX8(nextLength), value) ^ next.value);
  }

  /**
   * Returns the four bytes, most significant first, as S3 writes them in a header.
   *
   * @return eight characters of Base64
   */
  public String base64() {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(BYTES).putInt(0, value).array());
  }

  /** Returns the eight hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }

  /** Multiplies two polynomials over GF(2), bit-reflected, modulo the polynomial of CRC-32C. */
  private static int multiply(int a, int b) {
    int product = 0;
    int factor = b;
    for (int bit = 31; bit >= 0; bit--) {
      product ^= (a >>> bit & 1) == 0 ? 0 : factor;
      factor = (factor >>> 1) ^ ((factor & 1) == 0 ? 0 : REFLECTED_POLYNOMIAL);
    }
    return product;
  }

  /** x to the power of 8 times n, by squaring. */
  private static int powerOfX8(long n) {
    int power = 1 << 31;
    int square = 1 << 23;
    for (long rest = n; rest != 0; rest >>>= 1) {
      power = (rest & 1) == 0 ? power : multiply(square, power);
      square = multiply(square, square);
    }
    return power;
  }
}
