package io.blocktier.segments.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whom a record concerns: any text of 1 to {@value #MAX_BYTES} bytes of UTF-8. Keys order by these
 * bytes, unsigned. Immutable and thread-safe.
 */
public final class RecordKey implements Comparable<RecordKey> {

  /** The longest key, in bytes: a manifest holds two for each segment. */
  public static final int MAX_BYTES = 4096;

  private static final char MAX_ASCII = 0x7F;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] utf8;

  private RecordKey(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * Returns the key with this text.
   *
   * @param text any characters
   * @return the key
   * @throws IllegalArgumentException if the text is empty or too long, or has an unpaired surrogate
   */
  public static RecordKey of(String text) {
    byte[] bytes = isAscii(text) ? text.getBytes(StandardCharsets.US_ASCII) : encode(text);
    requireLength(bytes.length);
    return new RecordKey(bytes);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > MAX_ASCII) {
        return false;
      }
    }
    return true;
  }

  private static byte[] encode(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the key of a record has an unpaired surrogate", e);
    }
  }

  /**
   * Returns the key that an array has a copy of. Its bytes are not checked to be UTF-8.
   *
   * @param source has the key
   * @param from where it begins
   * @param length its bytes
   * @return the key
   * @throws IllegalArgumentException if the length is out of bounds
   */
  public static RecordKey ofUtf8(byte[] source, int from, int length) {
    requireLength(length);
    return new RecordKey(Arrays.copyOfRange(source, from, from + length));
  }

  private static void requireLength(int length) {
    if (length < 1 || length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the key of a record has " + length + " bytes; 1 to " + MAX_BYTES + " are allowed");
    }
  }

  /**
   * Returns the length of the key.
   *
   * @return bytes of UTF-8, 1 to {@value #MAX_BYTES}
   */
  public int length() {
    return utf8.length;
  }

  /**
   * Returns the bytes of the key.
   *
   * @return a copy of its UTF-8
   */
  public byte[] toUtf8() {
    return utf8.clone();
  }

  /**
   * Puts the bytes of the key into a buffer.
   *
   * @param target where its UTF-8 goes; has room for it
   */
  public void putInto(ByteBuffer target) {
    target.put(utf8);
  }

  /**
   * Returns how many bytes this key and another one both begin with.
   *
   * @param other the other one
   * @return 0 to the length of the shorter one
   */
  public int sharedWith(RecordKey other) {
    int mismatch = Arrays.mismatch(utf8, other.utf8);
    return mismatch < 0 ? utf8.length : mismatch;
  }

  /**
   * Returns eight bytes of the key as one number, with zeros for those behind its end. Of two keys
   * that are the same before, the one with the lesser number, unsigned, is the lesser one.
   *
   * @param from the place of the first, 0 to the length of the key
   * @return the bytes, the first one in front
   */
  public long wordAt(int from) {
    if (from + Long.BYTES <= utf8.length) {
      return (long) LONG.get(utf8, from);
    }
    long word = 0;
    for (int at = from; at < from + Long.BYTES; at++) {
      word = word << Byte.SIZE | (at < utf8.length ? utf8[at] & 0xFF : 0);
    }
    return word;
  }

  /** Returns the bytes themselves, which nobody changes. */
  byte[] utf8() {
    return utf8;
  }

  @Override
  public int compareTo(RecordKey other) {
    return Arrays.compareUnsigned(utf8, other.utf8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordKey key && Arrays.equals(utf8, key.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
