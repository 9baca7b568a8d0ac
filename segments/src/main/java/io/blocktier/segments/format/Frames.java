package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;

/**
 * The frames of one segment: brings them from the store, and opens them. Thread-safe.
 *
 * @param block that has them
 * @param table what is known of them
 * @param frameBytes of records in a frame before compression
 * @param lz4 decompresses them
 */
record Frames(SegmentBlock block, FrameTable table, int frameBytes, Lz4 lz4) {

  /** Returns how many bytes some frames have as they are stored. */
  long storedBytes(int first, int last) {
    return table.offset(last + 1) - table.offset(first);
  }

  /** Returns the last frame, up to a given one, so that one request brings few enough bytes. */
  int lastWithin(int bytes, int first, int most) {
    int last = first;
    while (last < most && storedBytes(first, last + 1) <= bytes) {
      last++;
    }
    return last;
  }

  /** Reads frames as they are stored to the beginning of an array, by one request. */
  void fetch(int first, int last, byte[] target) throws BlockStoreException {
    block.read(table.offset(first), target, 0, (int) storedBytes(first, last));
  }

  /**
   * Checks and decompresses a frame.
   *
   * @return the array that now has it: from {@link #openedAt} on
   */
  byte[] open(int frame, byte[] stored, int from, Verification verification, Workspace work)
      throws FormatException {
    requireChecksum(frame, stored, from, work.checksum);
    return openSound(frame, stored, from, verification, work);
  }

  /** Decompresses a frame that is known to match its checksum. */
  byte[] openSound(int frame, byte[] stored, int from, Verification verification, Workspace work)
      throws FormatException {
    byte[] raw = stored;
    if (table.isCompressed(frame)) {
      raw = work.raw(table.rawBytes(frame));
      decompress(frame, stored, from, raw, 0);
    }
    if (verification == Verification.ROOT) {
      requireRoot(frame, raw, openedAt(frame, from), work);
    }
    return raw;
  }

  /** Returns where a frame begins in the array that {@link #open} returned. */
  int openedAt(int frame, int storedFrom) {
    return table.isCompressed(frame) ? 0 : storedFrom;
  }

  /** Checks a frame, and decompresses it to a place in an array. */
  void openTo(
      int frame,
      byte[] stored,
      int from,
      Verification verification,
      Workspace work,
      byte[] target,
      int at)
      throws FormatException {
    requireChecksum(frame, stored, from, work.checksum);
    openSoundTo(frame, stored, from, verification, work, target, at);
  }

  /** Decompresses a frame, which is known to match its checksum, to a place in an array. */
  void openSoundTo(
      int frame,
      byte[] stored,
      int from,
      Verification verification,
      Workspace work,
      byte[] target,
      int at)
      throws FormatException {
    if (table.isCompressed(frame)) {
      decompress(frame, stored, from, target, at);
    } else {
      System.arraycopy(stored, from, target, at, table.rawBytes(frame));
    }
    if (verification == Verification.ROOT) {
      requireRoot(frame, target, at, work);
    }
  }

  private void requireChecksum(int frame, byte[] stored, int from, BoundChecksum checksum)
      throws FormatException {
    FormatException.require(
        matches(frame, stored, from, checksum), "frame " + frame + " does not match its checksum");
  }

  private boolean matches(int frame, byte[] stored, int from, BoundChecksum checksum) {
    int crc = checksum.of(block.segment(), frame, stored, from, table.storedBytes(frame));
    return crc == table.crc(frame);
  }

  /** Returns the first of some frames that does not match its checksum, or the one behind them. */
  int soundTo(int first, int last, byte[] stored) {
    BoundChecksum checksum = new BoundChecksum();
    int frame = first;
    int from = 0;
    while (frame <= last && matches(frame, stored, from, checksum)) {
      from += table.storedBytes(frame);
      frame++;
    }
    return frame;
  }

  private void decompress(int frame, byte[] stored, int from, byte[] raw, int at)
      throws FormatException {
    lz4.decompress(stored, from, table.storedBytes(frame), raw, at, table.rawBytes(frame));
  }

  private void requireRoot(int frame, byte[] raw, int from, Workspace work) throws FormatException {
    FrameRoots.hash(
        work, raw, from, table.rawBytes(frame), table.isContinuation(frame), frameBytes);
    if (!table.hasRoot(frame, work.hashes(1))) {
      throw new FormatException("frame " + frame + " is not under the root");
    }
  }

  /** Returns how many frames a value of some bytes begins and goes on in. */
  int span(int valueBytes) {
    return valueBytes <= frameBytes ? 1 : (int) ((valueBytes + frameBytes - 1L) / frameBytes);
  }

  /** Returns how many bytes of a value are in one of the frames of its own, counted from 0. */
  int sliceBytes(int valueBytes, int slice) {
    return (int) Math.min(frameBytes, valueBytes - (long) slice * frameBytes);
  }

  /** Requires that a frame goes on with a value as it has to. */
  void requireSlice(int frame, int valueBytes, int slice) throws FormatException {
    boolean goesOn =
        frame < table.count()
            && table.isContinuation(frame)
            && table.rawBytes(frame) == sliceBytes(valueBytes, slice);
    FormatException.require(goesOn, "frame " + frame + " does not go on with the value before");
  }
}
