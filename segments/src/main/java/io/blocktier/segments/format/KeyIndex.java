package io.blocktier.segments.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * All keys of a segment in their order, as the footer has them: in groups, each of which begins
 * with a whole key, while the others leave out what they share with the one before. Where each
 * group begins stands at the end. Immutable and thread-safe.
 */
final class KeyIndex implements KeyGroups {

  /** How many keys are in a group: on average half of them are passed to find one. */
  static final int GROUP_KEYS = 16;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int from;
  private final int groupsFrom;
  private final int keys;
  private final int frames;

  private KeyIndex(byte[] bytes, int from, int groupsFrom, int keys, int frames) {
    this.bytes = bytes;
    this.from = from;
    this.groupsFrom = groupsFrom;
    this.keys = keys;
    this.frames = frames;
  }

  /** Reads an index that is exactly a part of an array. */
  static KeyIndex read(byte[] bytes, int from, int to, int keys, int frames)
      throws FormatException {
    long groupsFrom = to - (long) groups(keys) * Integer.BYTES;
    FormatException.require(
        groupsFrom > from, "an index of " + keys + " keys has no room for them");
    KeyIndex index = new KeyIndex(bytes, from, (int) groupsFrom, keys, frames);
    int before = from - 1;
    for (int group = 0; group < groups(keys); group++) {
      int begins = index.groupFrom(group);
      FormatException.require(
          begins > before && begins < groupsFrom, "the groups of an index are out of order");
      before = begins;
    }
    return index;
  }

  private static int groups(int keys) {
    return (int) ((keys + (long) GROUP_KEYS - 1) / GROUP_KEYS);
  }

  @Override
  public int keys() {
    return keys;
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public void open(int group, ByteReader reader) {
    reader.reset(bytes, groupFrom(group), groupsFrom);
  }

  private int groupFrom(int group) {
    return from + (int) INT.get(bytes, groupsFrom + group * Integer.BYTES);
  }

  /** Returns the last group whose first key is not greater than a key, or the first group. */
  @Override
  public int groupOf(byte[] key, ByteReader reader) throws FormatException {
    int low = 0;
    int high = groups(keys) - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (compareFirst(middle, key, reader) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int compareFirst(int group, byte[] key, ByteReader reader) throws FormatException {
    open(group, reader);
    reader.varint(0);
    int length = reader.varint(RecordKey.MAX_BYTES);
    int first = reader.skip(length);
    return Arrays.compareUnsigned(bytes, first, first + length, key, 0, key.length);
  }

  /** Writes an index, key by key in their order. Not thread-safe. */
  static final class Builder {

    private static final int ROOM = 1 << 16;

    private final ByteWriter entries = new ByteWriter(ROOM);
    private final ByteWriter groups = new ByteWriter(ROOM / GROUP_KEYS);
    private byte[] before = new byte[0];
    private long sequenceBefore;
    private int keys;

    void add(
        byte[] key, int flags, long sequence, long expiresAt, int frame, int place, int bytes) {
      boolean begins = keys++ % GROUP_KEYS == 0;
      if (begins) {
        groups.fourBytes(entries.length());
        sequenceBefore = 0;
      }
      int shared = begins ? 0 : shared(before, key);
      entries.varlong(shared);
      entries.varlong(key.length - (long) shared);
      entries.put(key, shared, key.length - shared);
      entries.oneByte(flags);
      long step = sequence - sequenceBefore;
      entries.varlong(step << 1 ^ step >> (Long.SIZE - 1));
      if ((flags & RecordView.EXPIRES) != 0) {
        entries.eightBytes(expiresAt);
      }
      entries.varlong(frame);
      entries.varlong(place);
      entries.varlong(bytes);
      before = key;
      sequenceBefore = sequence;
    }

    private static int shared(byte[] a, byte[] b) {
      int mismatch = Arrays.mismatch(a, b);
      return mismatch < 0 ? a.length : mismatch;
    }

    int keys() {
      return keys;
    }

    /** Returns the whole index, in one array. */
    byte[] build() {
      entries.put(groups.array(), 0, groups.length());
      return Arrays.copyOf(entries.array(), entries.length());
    }
  }
}
