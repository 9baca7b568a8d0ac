package io.blocktier.segments.format;

import java.util.Arrays;

/**
 * What the footer knows of each frame: where it is, how long before and after compression, how many
 * records begin in it, and what it is compared with. Immutable and thread-safe.
 */
final class FrameTable {

  static final int ENTRY_BYTES = 1 + 4 + 4 + 4 + 4 + Sha256.BYTES;

  static final int COMPRESSED = 1;
  static final int CONTINUATION = 2;

  /** What a byte of LZ4 stands for at most. */
  private static final int MOST_EXPANSION = 255;

  private static final int ALL_FLAGS = COMPRESSED | CONTINUATION;

  private final byte[] flags;
  private final int[] stored;
  private final int[] raw;
  private final int[] records;
  private final int[] crcs;
  private final byte[] roots;
  private final long[] offsets;

  private FrameTable(int count) {
    this.flags = new byte[count];
    this.stored = new int[count];
    this.raw = new int[count];
    this.records = new int[count];
    this.crcs = new int[count];
    this.roots = new byte[Math.multiplyExact(count, Sha256.BYTES)];
    this.offsets = new long[count + 1];
  }

  /** Reads a table that is exactly a part of an array. */
  static FrameTable read(byte[] bytes, int from, int to, int frameBytes) throws FormatException {
    FormatException.require(
        to > from && (to - from) % ENTRY_BYTES == 0, "a table of frames has a broken entry");
    FrameTable table = new FrameTable((to - from) / ENTRY_BYTES);
    ByteReader reader = new ByteReader();
    reader.reset(bytes, from, to);
    for (int frame = 0; frame < table.count(); frame++) {
      table.readEntry(frame, reader);
      table.requireSense(frame, frameBytes);
    }
    return table;
  }

  private void readEntry(int frame, ByteReader reader) throws FormatException {
    flags[frame] = (byte) reader.oneByte();
    stored[frame] = reader.fourBytes();
    raw[frame] = reader.fourBytes();
    records[frame] = reader.fourBytes();
    crcs[frame] = reader.fourBytes();
    int root = reader.skip(Sha256.BYTES);
    System.arraycopy(reader.array(), root, roots, frame * Sha256.BYTES, Sha256.BYTES);
    offsets[frame + 1] = offsets[frame] + stored[frame];
  }

  private void requireSense(int frame, int frameBytes) throws FormatException {
    int most = isContinuation(frame) ? frameBytes : frameBytes + RecordView.MAX_HEAD_BYTES;
    boolean sensible =
        (flags[frame] & ~ALL_FLAGS) == 0
            && raw[frame] > 0
            && raw[frame] <= most
            && stored[frame] > 0
            && raw[frame] / MOST_EXPANSION <= stored[frame]
            && (isCompressed(frame) ? stored[frame] < raw[frame] : stored[frame] == raw[frame])
            && (isContinuation(frame) ? frame > 0 && records[frame] == 0 : records[frame] > 0)
            && records[frame] <= raw[frame];
    FormatException.require(sensible, "what is said of frame " + frame + " makes no sense");
  }

  int count() {
    return flags.length;
  }

  /** Returns where a frame begins; for the number of frames, where the last one ends. */
  long offset(int frame) {
    return offsets[frame];
  }

  int storedBytes(int frame) {
    return stored[frame];
  }

  int rawBytes(int frame) {
    return raw[frame];
  }

  /** Returns how many records begin in a frame. */
  int records(int frame) {
    return records[frame];
  }

  int crc(int frame) {
    return crcs[frame];
  }

  int flags(int frame) {
    return flags[frame];
  }

  boolean isCompressed(int frame) {
    return (flags[frame] & COMPRESSED) != 0;
  }

  boolean isContinuation(int frame) {
    return (flags[frame] & CONTINUATION) != 0;
  }

  long totalRecords() {
    long total = 0;
    for (int count : records) {
      total += count;
    }
    return total;
  }

  long totalRawBytes() {
    long total = 0;
    for (int bytes : raw) {
      total += bytes;
    }
    return total;
  }

  boolean hasRoot(int frame, byte[] hash) {
    int from = frame * Sha256.BYTES;
    return Arrays.equals(roots, from, from + Sha256.BYTES, hash, 0, Sha256.BYTES);
  }

  /** Returns the roots of all frames, one behind the other. */
  byte[] roots() {
    return roots.clone();
  }
}
