package io.blocktier.cache;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Takes the attributes of a record apart that {@link HeadBytes} put together. Every read from the
 * disk does this; the JDK's streams take a lock for each byte and two arrays for each text. Each
 * method throws {@link IllegalArgumentException} where the attributes end before what it is to
 * take. Not thread-safe.
 */
final class HeadReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int at;

  HeadReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns how many bytes are left. */
  int left() {
    return bytes.length - at;
  }

  /** Returns where some bytes begin, and goes behind them. */
  private int take(int count) {
    if (count > left()) {
      throw new IllegalArgumentException("attributes end early");
    }
    int from = at;
    at += count;
    return from;
  }

  int takeByte() {
    return bytes[take(Byte.BYTES)];
  }

  int takeUnsignedShort() {
    return Short.toUnsignedInt((short) SHORT.get(bytes, take(Short.BYTES)));
  }

  int takeInt() {
    return (int) INT.get(bytes, take(Integer.BYTES));
  }

  long takeLong() {
    return (long) LONG.get(bytes, take(Long.BYTES));
  }

  /** Takes a text in the JDK's modified UTF-8, which stands behind its length in bytes. */
  String takeText() {
    int lengthAt = at;
    int length = takeUnsignedShort();
    int from = take(length);
    for (int i = from; i < at; i++) {
      if (bytes[i] <= 0) {
        return beyondAscii(lengthAt, Short.BYTES + length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private String beyondAscii(int lengthAt, int count) {
    try {
      return new DataInputStream(new ByteArrayInputStream(bytes, lengthAt, count)).readUTF();
    } catch (IOException e) {
      throw new IllegalArgumentException("a text of the attributes is none", e);
    }
  }
}
