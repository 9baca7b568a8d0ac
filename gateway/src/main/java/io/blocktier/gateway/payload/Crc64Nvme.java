package io.blocktier.gateway.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * The CRC of NVM Express, which the JDK lacks. Takes sixteen bytes at a time with a table for each
 * of them (slicing, as Kounavis and Berry describe it). Not thread-safe.
 */
final class Crc64Nvme implements Checksum {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SLICE = 16;
  private static final int ROW = 256;

  /** Row k holds what a byte leaves behind that is followed by k others. */
  private static final long[] TABLE = table();

  private long state = -1;

  private static long[] table() {
    long[] table = new long[SLICE * ROW];
    for (int b = 0; b < ROW; b++) {
      long rest = b;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        rest = (rest >>> 1) ^ (CyclicCode.CRC64NVME.polynomial() & -(rest & 1));
      }
      table[b] = rest;
    }
    for (int i = ROW; i < table.length; i++) {
      long before = table[i - ROW];
      table[i] = (before >>> 8) ^ table[(int) before & 0xff];
    }
    return table;
  }

  @Override
  public void update(int b) {
    state = (state >>> 8) ^ TABLE[((int) state ^ b) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long[] table = TABLE;
    long crc = state;
    int at = offset;
    int end = offset + length;
    for (; end - at >= SLICE; at += SLICE) {
      crc =
          eight(table, 8, crc ^ (long) LONGS.get(bytes, at))
              ^ eight(table, 0, (long) LONGS.get(bytes, at + 8));
    }
    for (; at < end; at++) {
      crc = (crc >>> 8) ^ table[((int) crc ^ bytes[at]) & 0xff];
    }
    state = crc;
  }

  private static long eight(long[] table, int following, long data) {
    int row = following * ROW;
    return table[row + 7 * ROW + ((int) data & 0xff)]
        ^ table[row + 6 * ROW + ((int) (data >>> 8) & 0xff)]
        ^ table[row + 5 * ROW + ((int) (data >>> 16) & 0xff)]
        ^ table[row + 4 * ROW + ((int) (data >>> 24) & 0xff)]
        ^ table[row + 3 * ROW + ((int) (data >>> 32) & 0xff)]
        ^ table[row + 2 * ROW + ((int) (data >>> 40) & 0xff)]
        ^ table[row + ROW + ((int) (data >>> 48) & 0xff)]
        ^ table[row + (int) (data >>> 56)];
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = -1;
  }
}
