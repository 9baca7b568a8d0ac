package io.blocktier.segments.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads numbers out of a part of an array, one behind the other. Not thread-safe. */
final class ByteReader {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] NOTHING = {};
  private static final int VARINT_BITS = 7;
  private static final int VARINT_MORE = 1 << VARINT_BITS;
  private static final int LAST_SHIFT = 63;

  private byte[] bytes = NOTHING;
  private int at;
  private int end;

  /** Goes to a part of an array. */
  void reset(byte[] array, int from, int to) {
    this.bytes = array;
    this.at = from;
    this.end = to;
  }

  int position() {
    return at;
  }

  byte[] array() {
    return bytes;
  }

  boolean hasMore() {
    return at < end;
  }

  /** Goes on behind some bytes, and returns where they begin. */
  int skip(int count) throws FormatException {
    if (count < 0 || count > end - at) {
      throw new FormatException("ends early: " + count + " more bytes are due");
    }
    int from = at;
    at += count;
    return from;
  }

  int oneByte() throws FormatException {
    return bytes[skip(1)] & 0xFF;
  }

  int twoBytes() throws FormatException {
    return (short) SHORT.get(bytes, skip(Short.BYTES)) & 0xFFFF;
  }

  int fourBytes() throws FormatException {
    return (int) INT.get(bytes, skip(Integer.BYTES));
  }

  long eightBytes() throws FormatException {
    return (long) LONG.get(bytes, skip(Long.BYTES));
  }

  /** Reads a number of 0 or more: seven bits a byte, the lowest first. */
  long varlong() throws FormatException {
    long value = 0;
    for (int shift = 0; shift < LAST_SHIFT; shift += VARINT_BITS) {
      int next = oneByte();
      value |= (long) (next & (VARINT_MORE - 1)) << shift;
      if (next < VARINT_MORE) {
        return value;
      }
    }
    throw new FormatException("a number has too many bytes");
  }

  /** Reads a number of 0 up to a bound. */
  int varint(int most) throws FormatException {
    long value = varlong();
    if (value > most) {
      throw new FormatException("a number is " + value + "; at most " + most + " makes sense");
    }
    return (int) value;
  }
}
