package io.blocktier.cache.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A key as it stands in an array of bytes, of which it is a part: an index takes it from there
 * without making a text of it first. Immutable as long as nobody changes the array.
 */
public final class KeyBytes {

  private final byte[] array;
  private final int from;
  private final int length;

  private KeyBytes(byte[] array, int from, int length) {
    this.array = array;
    this.from = from;
    this.length = length;
  }

  /**
   * Returns a key.
   *
   * @param array has the UTF-8 of a legal key; not copied
   * @param from where it begins
   * @param length its bytes
   * @return the key
   */
  public static KeyBytes of(byte[] array, int from, int length) {
    return new KeyBytes(array, from, length);
  }

  static KeyBytes of(String key) {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    return new KeyBytes(utf8, 0, utf8.length);
  }

  /**
   * Returns the key as a text.
   *
   * @return a new string
   */
  public String text() {
    return new String(array, from, length, StandardCharsets.UTF_8);
  }

  byte[] copy() {
    return Arrays.copyOfRange(array, from, from + length);
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(array, from, target, at, length);
  }

  int length() {
    return length;
  }

  /** Returns what {@link KeyText#hash(String)} returns for the text. */
  long hash() {
    return KeyText.hash(array, from, length);
  }

  /** Tells whether other bytes are the same. */
  boolean matches(byte[] bytes, int at, int count) {
    return Arrays.equals(array, from, from + length, bytes, at, at + count);
  }
}
