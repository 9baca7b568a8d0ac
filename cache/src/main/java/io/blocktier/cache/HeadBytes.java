package io.blocktier.cache;

import java.io.DataInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Puts the attributes of a record together, as {@link HeadReader} and the JDK's {@link
 * DataInputStream} read them. Every write does this; the JDK's streams take a lock and an array for
 * each text. Not thread-safe.
 */
final class HeadBytes {

  /** Enough for a block of one unit without metadata. */
  private static final int FIRST_BYTES = 192;

  private static final int MAX_TEXT_BYTES = 0xffff;
  private static final int BYTES_OF_CHAR = 3;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[FIRST_BYTES];
  private int at;

  private void need(int more) {
    if (bytes.length - at < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
    }
  }

  HeadBytes putByte(int value) {
    need(Byte.BYTES);
    bytes[at++] = (byte) value;
    return this;
  }

  HeadBytes putShort(int value) {
    return putByte(value >>> Byte.SIZE).putByte(value);
  }

  HeadBytes putInt(int value) {
    need(Integer.BYTES);
    INT.set(bytes, at, value);
    at += Integer.BYTES;
    return this;
  }

  HeadBytes putLong(long value) {
    need(Long.BYTES);
    LONG.set(bytes, at, value);
    at += Long.BYTES;
    return this;
  }

  /**
   * Puts a text in the JDK's modified UTF-8, behind its length in bytes.
   *
   * @throws IllegalArgumentException if it takes more than 65,535 bytes
   */
  HeadBytes putText(String text) {
    need(Short.BYTES + BYTES_OF_CHAR * text.length());
    int lengthAt = at;
    at += Short.BYTES;
    for (int i = 0; i < text.length(); i++) {
      putChar(text.charAt(i));
    }
    int length = at - lengthAt - Short.BYTES;
    if (length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("a text of " + length + " bytes beside a block");
    }
    bytes[lengthAt] = (byte) (length >>> Byte.SIZE);
    bytes[lengthAt + 1] = (byte) length;
    return this;
  }

  private void putChar(char c) {
    if (c != 0 && c < 0x80) {
      bytes[at++] = (byte) c;
    } else if (c < 0x800) {
      bytes[at++] = (byte) (0xc0 | (c >> 6));
      bytes[at++] = (byte) (0x80 | (c & 0x3f));
    } else {
      bytes[at++] = (byte) (0xe0 | (c >> 12));
      bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
      bytes[at++] = (byte) (0x80 | (c & 0x3f));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, at);
  }
}
