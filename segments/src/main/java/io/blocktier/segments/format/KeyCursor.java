package io.blocktier.segments.format;

import java.util.Arrays;

/**
 * Shows the entries of a key index one after the other, without an object for each. Not
 * thread-safe.
 */
final class KeyCursor {

  private static final int USUAL_KEY_BYTES = 64;

  private final KeyGroups index;
  private final ByteReader reader = new ByteReader();
  private byte[] key = new byte[USUAL_KEY_BYTES];
  private int keyLength;
  private int number = -1;
  private int flags;
  private long sequence;
  private long expiresAt;
  private int frame;
  private int place;
  private int valueBytes;

  KeyCursor(KeyGroups index) {
    this.index = index;
  }

  /** Shows the next entry, at first the first one; false behind the last. */
  boolean next() throws FormatException {
    if (number + 1 >= index.keys()) {
      number = index.keys();
      return false;
    }
    number++;
    if (number % KeyIndex.GROUP_KEYS == 0) {
      index.open(number / KeyIndex.GROUP_KEYS, reader);
      keyLength = 0;
      sequence = 0;
    }
    readKey();
    readRest();
    return true;
  }

  /** Shows the first entry whose key is not less than another; false where all are. */
  boolean seek(byte[] least) throws FormatException {
    number = index.groupOf(least, reader) * KeyIndex.GROUP_KEYS - 1;
    while (next()) {
      if (compareTo(least) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void readKey() throws FormatException {
    int shared = reader.varint(keyLength);
    int rest = reader.varint(RecordKey.MAX_BYTES - shared);
    FormatException.require(shared + rest > 0, "a key is empty");
    if (shared + rest > key.length) {
      key = Arrays.copyOf(key, Math.max(2 * key.length, shared + rest));
    }
    System.arraycopy(reader.array(), reader.skip(rest), key, shared, rest);
    keyLength = shared + rest;
  }

  private void readRest() throws FormatException {
    flags = reader.oneByte();
    long step = reader.varlong();
    sequence += step >>> 1 ^ -(step & 1);
    expiresAt = (flags & RecordView.EXPIRES) == 0 ? RecordEntry.NEVER : reader.eightBytes();
    frame = reader.varint(index.frames() - 1);
    place = reader.varint(SegmentOptions.MAX_FRAME_BYTES);
    valueBytes = reader.varint(RecordEntry.MAX_VALUE_BYTES);
    boolean sensible =
        (flags & ~RecordView.ALL_FLAGS) == 0
            && sequence >= 0
            && sequence <= RecordEntry.MAX_SEQUENCE
            && ((flags & RecordView.TOMBSTONE) == 0 || valueBytes == 0);
    FormatException.require(sensible, "an entry of the key index makes no sense");
  }

  /** Returns where the next entry begins in what the group was opened from. */
  int position() {
    return reader.position();
  }

  /** Returns the number of the entry shown, from 0. */
  int number() {
    return number;
  }

  int compareTo(byte[] other) {
    return Arrays.compareUnsigned(key, 0, keyLength, other, 0, other.length);
  }

  /** Tells whether the entry shown is of the record that a view shows at a place of a frame. */
  boolean describes(RecordView record, int inFrame, int at) {
    return frame == inFrame
        && place == at
        && flags == record.flags()
        && sequence == record.sequence()
        && expiresAt == record.expiresAt()
        && valueBytes == record.valueBytes()
        && record.isOf(key, keyLength);
  }

  /** Returns the array whose first {@link #keyLength()} bytes are the key, until the next entry. */
  byte[] key() {
    return key;
  }

  int keyLength() {
    return keyLength;
  }

  long sequence() {
    return sequence;
  }

  RecordKind kind() {
    return RecordView.kind(flags);
  }

  long expiresAt() {
    return expiresAt;
  }

  int frame() {
    return frame;
  }

  int place() {
    return place;
  }

  int valueBytes() {
    return valueBytes;
  }

  RecordEntry entry() {
    return entry(RecordKey.ofUtf8(key, 0, keyLength));
  }

  /** Returns the entry shown, whose key the caller has already. */
  RecordEntry entry(RecordKey shown) {
    return new RecordEntry(shown, sequence, kind(), expiresAt, frame, place, valueBytes);
  }
}
