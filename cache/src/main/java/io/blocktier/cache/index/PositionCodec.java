package io.blocktier.cache.index;

import io.blocktier.journal.Position;
import io.blocktier.journal.RecordView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Generation, position and time of a record in {@value #BYTES} bytes: the generation, then the
 * segment in 33 bits and the offset in 31, the length, the checksum, and the time in 48 bits. With
 * segments of the smallest size, 1 MiB, the last segment number comes after 8 EiB of writes.
 */
final class PositionCodec {

  static final int BYTES = 30;

  /** Where the time is: its low 32 bits, then its high 16. */
  static final int SINCE_AT = 24;

  static final long MAX_SEGMENT = (1L << 33) - 1;

  static final long MAX_SINCE = (1L << 48) - 1;

  private static final int MAX_STATE = Long.SIZE - 1;
  private static final int OFFSET_BITS = 31;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private PositionCodec() {}

  /** Refuses what {@link #write} has no room for. */
  static void requireLegal(IndexEntry entry) {
    Position position = entry.position();
    requireLegal(entry.state(), entry.since(), position.segment());
    if (position.offset() < 0 || position.length() < 0) {
      throw new IllegalArgumentException(position + " has a negative offset or length");
    }
  }

  /** Refuses what {@link #write} has no room for, of a record that a journal has. */
  static void requireLegal(byte state, long since, long segment) {
    if (state < 0 || state > MAX_STATE) {
      throw new IllegalArgumentException("state " + state + " is not between 0 and 63");
    }
    if (since < 0 || since > MAX_SINCE) {
      throw new IllegalArgumentException("time " + since + " is not 48 bits");
    }
    if (segment < 0 || segment > MAX_SEGMENT) {
      throw new IllegalArgumentException(
          "segment " + segment + " is not between 0 and " + MAX_SEGMENT);
    }
  }

  static void write(byte[] target, int at, IndexEntry entry) {
    Position position = entry.position();
    LONG.set(target, at, entry.generation());
    LONG.set(target, at + 8, position.segment() << OFFSET_BITS | position.offset());
    INT.set(target, at + 16, position.length());
    INT.set(target, at + 20, position.crc32c());
    writeSince(target, at, entry.since());
  }

  /** The same for the entry of a record, of which no objects are made. */
  static void write(byte[] target, int at, RecordView record, long since) {
    LONG.set(target, at, record.generation());
    LONG.set(target, at + 8, record.segment() << OFFSET_BITS | record.payloadOffset());
    INT.set(target, at + 16, record.payloadLength());
    INT.set(target, at + 20, record.payloadCrc());
    writeSince(target, at, since);
  }

  private static void writeSince(byte[] target, int at, long since) {
    INT.set(target, at + SINCE_AT, (int) since);
    SHORT.set(target, at + SINCE_AT + Integer.BYTES, (short) (since >>> Integer.SIZE));
  }

  static long generation(byte[] source, int at) {
    return (long) LONG.get(source, at);
  }

  static long since(byte[] source, int at) {
    long high = Short.toUnsignedLong((short) SHORT.get(source, at + SINCE_AT + Integer.BYTES));
    return high << Integer.SIZE | Integer.toUnsignedLong((int) INT.get(source, at + SINCE_AT));
  }

  static IndexEntry entry(byte[] source, int at, byte state) {
    return new IndexEntry(generation(source, at), state, position(source, at), since(source, at));
  }

  private static Position position(byte[] source, int at) {
    long place = (long) LONG.get(source, at + 8);
    return new Position(
        place >>> OFFSET_BITS,
        (int) place & Integer.MAX_VALUE,
        (int) INT.get(source, at + 16),
        (int) INT.get(source, at + 20));
  }
}
