package io.blocktier.segments.format;

import java.util.Arrays;
import java.util.HexFormat;

/** The Merkle root of a segment's records: a SHA-256. Immutable and thread-safe. */
public final class RootHash {

  /** How long one is. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private RootHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the hash that an array has a copy of.
   *
   * @param source at least {@value #BYTES} bytes from there
   * @param from where the hash begins
   * @return the hash
   * @throws IndexOutOfBoundsException if the array ends before the hash does
   */
  public static RootHash copyOf(byte[] source, int from) {
    byte[] bytes = new byte[BYTES];
    System.arraycopy(source, from, bytes, 0, BYTES);
    return new RootHash(bytes);
  }

  /**
   * Returns the bytes of the hash.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RootHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the 64 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
