package io.blocktier.cache.index;

import io.blocktier.blockstore.BlockKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Records in chunks of bytes, one behind the other: a position, the length of a key, the key. A
 * record is named by its location, a number of 24 bits above 0. Room of removed records is counted
 * and comes back when the rest moves into an arena of its own. Not thread-safe.
 */
final class Arena {

  /** The first location that does not exist. */
  static final int MAX_LOCATIONS = 1 << 24;

  /** The largest chunk; small enough to be no large object to any garbage collector. */
  static final int CHUNK_BYTES = 32 * 1024;

  private static final int FIRST_BYTES = 1024;
  private static final int UNIT = 2;
  private static final int CHUNK_UNITS = CHUNK_BYTES / UNIT;
  private static final int KEY_AT = PositionCodec.BYTES + Short.BYTES;
  private static final int WASTED_PART = 10;

  /** A chunk begins with this part of what there is already, so that little is moved, or idle. */
  private static final int GROWTH_PART = 4;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[][] chunks = {new byte[FIRST_BYTES]};
  private int count = 1;
  private int used = UNIT; // location 0 is nobody's
  private long wasted;

  /** Tells whether there are locations left for another record, however long. */
  boolean hasRoom() {
    return count * CHUNK_UNITS < MAX_LOCATIONS;
  }

  /** Keeps a record; there has to be room. */
  int add(byte[] key, IndexEntry entry) {
    int location = allocate(recordBytes(key.length));
    byte[] chunk = chunk(location);
    int at = at(location);
    PositionCodec.write(chunk, at, entry);
    writeKey(chunk, at, key, 0, key.length);
    return location;
  }

  /** Keeps a record that is laid out already; there has to be room. */
  int add(byte[] records, int from) {
    int bytes = recordBytes(keyBytes(records, from));
    int location = allocate(bytes);
    System.arraycopy(records, from, chunk(location), at(location), bytes);
    return location;
  }

  /** Lays out the key of a record that begins somewhere. */
  static void writeKey(byte[] target, int at, byte[] source, int from, int length) {
    SHORT.set(target, at + PositionCodec.BYTES, (short) length);
    System.arraycopy(source, from, target, at + KEY_AT, length);
  }

  /** Copies a record of another arena. */
  int copy(Arena from, int source) {
    int bytes = from.recordBytesAt(source);
    int location = allocate(bytes);
    System.arraycopy(from.chunk(source), at(source), chunk(location), at(location), bytes);
    return location;
  }

  void set(int location, IndexEntry entry) {
    PositionCodec.write(chunk(location), at(location), entry);
  }

  void set(int location, byte[] records, int from) {
    System.arraycopy(records, from, chunk(location), at(location), PositionCodec.BYTES);
  }

  void discard(int location) {
    wasted += recordBytesAt(location);
  }

  /** Tells whether so much room is wasted that moving is worth it. */
  boolean isWasteful() {
    return wasted * WASTED_PART > bytes();
  }

  boolean holds(int location, String key) {
    byte[] chunk = chunk(location);
    int at = at(location);
    return KeyText.matches(key, chunk, at + KEY_AT, keyBytes(chunk, at));
  }

  /** Tells whether a record has the key of another that is laid out somewhere. */
  boolean holds(int location, byte[] records, int from) {
    byte[] chunk = chunk(location);
    int at = at(location) + PositionCodec.BYTES; // lengths first, then keys
    int key = from + PositionCodec.BYTES;
    int bytes = Short.BYTES + keyBytes(records, from);
    return Arrays.equals(records, key, key + bytes, chunk, at, Math.min(at + bytes, chunk.length));
  }

  long hash(int location) {
    byte[] chunk = chunk(location);
    int at = at(location);
    return KeyText.hash(chunk, at + KEY_AT, keyBytes(chunk, at));
  }

  BlockKey key(int location) {
    return key(chunk(location), at(location));
  }

  /** Returns the key of a record that is laid out somewhere. */
  static BlockKey key(byte[] records, int from) {
    int bytes = keyBytes(records, from);
    return BlockKey.of(new String(records, from + KEY_AT, bytes, StandardCharsets.UTF_8));
  }

  long generation(int location) {
    return PositionCodec.generation(chunk(location), at(location));
  }

  long since(int location) {
    return PositionCodec.since(chunk(location), at(location));
  }

  IndexEntry entry(int location, byte state) {
    return PositionCodec.entry(chunk(location), at(location), state);
  }

  /** Returns the bytes of heap that the chunks take, used or not. */
  long bytes() {
    return (long) (count - 1) * CHUNK_BYTES + chunks[count - 1].length;
  }

  private int allocate(int bytes) {
    if (used + bytes > CHUNK_BYTES) {
      addChunk();
    }
    byte[] last = chunks[count - 1];
    if (used + bytes > last.length) {
      int doubled = Math.max(2 * last.length, used + bytes);
      chunks[count - 1] = Arrays.copyOf(last, Math.min(CHUNK_BYTES, doubled));
    }
    int location = (count - 1) * CHUNK_UNITS + used / UNIT;
    used += bytes;
    return location;
  }

  private void addChunk() {
    if (count == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * count);
    }
    long begin = Math.max(FIRST_BYTES, bytes() / GROWTH_PART);
    chunks[count] = new byte[(int) Math.min(CHUNK_BYTES, begin)];
    count++;
    used = 0;
  }

  private byte[] chunk(int location) {
    return chunks[location / CHUNK_UNITS];
  }

  private static int at(int location) {
    return location % CHUNK_UNITS * UNIT;
  }

  private static int keyBytes(byte[] chunk, int at) {
    return (short) SHORT.get(chunk, at + PositionCodec.BYTES);
  }

  private int recordBytesAt(int location) {
    return recordBytes(keyBytes(chunk(location), at(location)));
  }

  static int recordBytes(int keyBytes) {
    return KEY_AT + keyBytes + (keyBytes & UNIT - 1);
  }
}
