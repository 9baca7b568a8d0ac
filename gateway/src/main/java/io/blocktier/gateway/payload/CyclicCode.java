package io.blocktier.gateway.payload;

/**
 * Arithmetic of a CRC: polynomials over two elements, of which the highest power is the lowest bit,
 * modulo the polynomial of the CRC.
 */
enum CyclicCode {
  CRC32(0xedb88320L, 4),
  CRC32C(0x82f63b78L, 4),
  CRC64NVME(0x9a6c9329ac4bc9b5L, 8);

  private final long polynomial;
  private final long one;

  /** Takes the polynomial without its highest power, and the size of the CRC in bytes. */
  CyclicCode(long polynomial, int bytes) {
    this.polynomial = polynomial;
    one = 1L << ((bytes * Byte.SIZE) - 1);
  }

  long polynomial() {
    return polynomial;
  }

  /**
   * Returns the CRC of two runs of bytes, one behind the other. What begins and ends every CRC (all
   * bits inverted) cancels out.
   */
  long combine(long first, long second, long secondLength) {
    return times(first, powerOfBytes(secondLength)) ^ second;
  }

  static byte[] bytes(long value, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (value >>> ((width - 1 - i) * Byte.SIZE));
    }
    return bytes;
  }

  static long value(byte[] bytes) {
    long value = 0;
    for (byte b : bytes) {
      value = (value << Byte.SIZE) | (b & 0xff);
    }
    return value;
  }

  /** Returns x to the power of eight times the number of bytes, by squaring. */
  private long powerOfBytes(long count) {
    long power = one;
    long square = one >>> Byte.SIZE;
    for (long rest = count; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        power = times(power, square);
      }
      square = times(square, square);
    }
    return power;
  }

  private long times(long a, long b) {
    long product = 0;
    long shifted = b;
    for (long bit = one; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted >>> 1) ^ (polynomial & -(shifted & 1));
    }
    return product;
  }
}
