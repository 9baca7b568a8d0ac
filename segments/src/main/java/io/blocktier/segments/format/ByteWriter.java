package io.blocktier.segments.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes numbers into an array that grows. Not thread-safe. */
final class ByteWriter {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int VARINT_BITS = 7;
  private static final int VARINT_MORE = 1 << VARINT_BITS;
  private static final int MAX_VARINT_BYTES = 9;

  /** The largest array of a JVM. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - Long.BYTES;

  private byte[] bytes;
  private int length;

  ByteWriter(int room) {
    this.bytes = new byte[room];
  }

  /** Returns the array, of which the first {@link #length()} bytes were written. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Makes room for some bytes, and returns where they go; the array may be another one then. */
  private int room(int count) {
    int from = length;
    length = Math.addExact(from, count);
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, (int) Math.min(2L * from, MAX_BYTES)));
    }
    return from;
  }

  void oneByte(int value) {
    int at = room(1);
    bytes[at] = (byte) value;
  }

  void twoBytes(int value) {
    int at = room(Short.BYTES);
    SHORT.set(bytes, at, (short) value);
  }

  void fourBytes(int value) {
    int at = room(Integer.BYTES);
    INT.set(bytes, at, value);
  }

  void eightBytes(long value) {
    int at = room(Long.BYTES);
    LONG.set(bytes, at, value);
  }

  void put(byte[] source, int from, int count) {
    int at = room(count);
    System.arraycopy(source, from, bytes, at, count);
  }

  /** Writes a part of a buffer, whose position does not move. */
  void put(ByteBuffer source, int from, int count) {
    int at = room(count);
    source.get(from, bytes, at, count);
  }

  /** Begins anew, with the same array. */
  void clear() {
    length = 0;
  }

  /** Writes a number of 0 or more: seven bits a byte, the lowest first. */
  void varlong(long value) {
    int at = room(MAX_VARINT_BYTES);
    long rest = value;
    for (; rest >= VARINT_MORE; rest >>>= VARINT_BITS) {
      bytes[at++] = (byte) (rest | VARINT_MORE);
    }
    bytes[at++] = (byte) rest;
    length = at;
  }
}
