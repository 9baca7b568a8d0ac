package io.blocktier.segments.format;

import java.util.Arrays;

/**
 * Shows one record after the other where they stand, without an object for each. A record is its
 * head, then key, then value; docs/format.md describes it. Not thread-safe.
 */
final class RecordView {

  private static final int FIXED_BYTES = 1 + 2 + 4 + 8;

  static final int MAX_HEAD_BYTES = FIXED_BYTES + Long.BYTES + RecordKey.MAX_BYTES;

  static final int TOMBSTONE = 1;
  static final int EXPIRES = 2;
  static final int ALL_FLAGS = TOMBSTONE | EXPIRES;

  private final ByteReader reader = new ByteReader();
  private int place;
  private int flags;
  private long sequence;
  private long expiresAt;
  private int keyFrom;
  private int keyLength;
  private int valueBytes;

  /** Writes what stands before the value of a record. */
  static void writeHead(
      RecordKey key, long sequence, int flags, long expiresAt, int valueBytes, ByteWriter target) {
    target.oneByte(flags);
    target.twoBytes(key.length());
    target.fourBytes(valueBytes);
    target.eightBytes(sequence);
    if ((flags & EXPIRES) != 0) {
      target.eightBytes(expiresAt);
    }
    target.put(key.utf8(), 0, key.length());
  }

  /** Returns how many bytes stand before the value of a record. */
  static int headBytes(int keyLength, int flags) {
    return FIXED_BYTES + ((flags & EXPIRES) == 0 ? 0 : Long.BYTES) + keyLength;
  }

  /** Compares the key of a record, which was shown at a place before, with another key. */
  static int compareKey(byte[] raw, int place, byte[] other) {
    int length = (raw[place + 1] & 0xFF) << Byte.SIZE | (raw[place + 2] & 0xFF);
    int from = place + headBytes(0, raw[place]);
    return Arrays.compareUnsigned(raw, from, from + length, other, 0, other.length);
  }

  /** Returns the flags of a record. */
  static int flags(RecordKind kind, long expiresAt) {
    return (kind == RecordKind.TOMBSTONE ? TOMBSTONE : 0)
        | (expiresAt == RecordEntry.NEVER ? 0 : EXPIRES);
  }

  static RecordKind kind(int flags) {
    return (flags & TOMBSTONE) == 0 ? RecordKind.PUT : RecordKind.TOMBSTONE;
  }

  /** Goes to the first of the records in a part of an array. */
  void reset(byte[] raw, int from, int to) {
    reader.reset(raw, from, to);
  }

  boolean hasMore() {
    return reader.hasMore();
  }

  /** Shows the next record, whose value is all there. */
  void next() throws FormatException {
    nextHead();
    reader.skip(valueBytes);
  }

  /** Goes on behind bytes of the value. */
  void skipValue(int bytes) throws FormatException {
    reader.skip(bytes);
  }

  /** Copies head and key, so that they are shown when the array has other bytes. */
  void keepHead() {
    byte[] kept = Arrays.copyOfRange(array(), place, valueFrom());
    keyFrom -= place;
    place = 0;
    reader.reset(kept, kept.length, kept.length);
  }

  /** Returns where the next record begins in the array. */
  int position() {
    return reader.position();
  }

  /** Shows the next record, whose value may go on elsewhere. */
  void nextHead() throws FormatException {
    place = reader.position();
    flags = reader.oneByte();
    keyLength = reader.twoBytes();
    valueBytes = reader.fourBytes();
    sequence = reader.eightBytes();
    boolean fits =
        (flags & ~ALL_FLAGS) == 0
            && keyLength > 0
            && keyLength <= RecordKey.MAX_BYTES
            && valueBytes >= 0
            && valueBytes <= RecordEntry.MAX_VALUE_BYTES
            && sequence >= 0
            && sequence <= RecordEntry.MAX_SEQUENCE
            && ((flags & TOMBSTONE) == 0 || valueBytes == 0);
    FormatException.require(fits, "the head of a record makes no sense");
    expiresAt = (flags & EXPIRES) == 0 ? RecordEntry.NEVER : reader.eightBytes();
    keyFrom = reader.skip(keyLength);
  }

  byte[] array() {
    return reader.array();
  }

  /** Returns where the record begins in the array. */
  int place() {
    return place;
  }

  /** Returns where the value begins in the array. */
  int valueFrom() {
    return keyFrom + keyLength;
  }

  int valueBytes() {
    return valueBytes;
  }

  int recordBytes() {
    return valueFrom() + valueBytes - place;
  }

  int flags() {
    return flags;
  }

  long sequence() {
    return sequence;
  }

  long expiresAt() {
    return expiresAt;
  }

  int keyFrom() {
    return keyFrom;
  }

  int keyLength() {
    return keyLength;
  }

  RecordKey key() {
    return RecordKey.ofUtf8(reader.array(), keyFrom, keyLength);
  }

  /** Compares the key with another one, where it stands. */
  int compareKeyTo(RecordKey other) {
    byte[] utf8 = other.utf8();
    return Arrays.compareUnsigned(array(), keyFrom, keyFrom + keyLength, utf8, 0, utf8.length);
  }

  boolean isOf(byte[] key, int length) {
    return Arrays.equals(array(), keyFrom, keyFrom + keyLength, key, 0, length);
  }
}
