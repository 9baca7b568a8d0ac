package io.blocktier.segments.manifest;

import java.util.Arrays;
import java.util.HexFormat;

/** A sequence of bytes as a value, in the order of unsigned bytes. Immutable and thread-safe. */
public final class Bytes implements Comparable<Bytes> {

  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /**
   * Copies bytes.
   *
   * @param bytes the bytes
   * @return the value
   */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** Takes bytes that nobody else has. */
  static Bytes owned(byte[] bytes) {
    return new Bytes(bytes);
  }

  /**
   * Copies the bytes out.
   *
   * @return an array of the caller's own
   */
  public byte[] toArray() {
    return value.clone();
  }

  /** The bytes themselves, which nobody changes. */
  byte[] shared() {
    return value;
  }

  Bytes concat(byte[] more) {
    byte[] both = Arrays.copyOf(value, value.length + more.length);
    System.arraycopy(more, 0, both, value.length, more.length);
    return new Bytes(both);
  }

  /**
   * Returns how many there are.
   *
   * @return bytes
   */
  public int length() {
    return value.length;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
