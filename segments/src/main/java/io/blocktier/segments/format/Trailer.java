package io.blocktier.segments.format;

/**
 * The last bytes of a segment, which say where everything else is. What they say adds up to the
 * block; the checksums of the sections before are in it.
 *
 * @param segment its number
 * @param framesBytes how long all frames are as they are stored
 * @param frameBytes the bytes of records of a frame before compression
 * @param keys the key index
 * @param bloom the bloom filter
 * @param statistics the statistics
 * @param frames the table of frames
 * @param root over the records
 */
record Trailer(
    long segment,
    long framesBytes,
    int frameBytes,
    Section keys,
    Section bloom,
    Section statistics,
    Section frames,
    RootHash root) {

  /**
   * A part of the footer.
   *
   * @param bytes how long it is
   * @param crc what it is compared with
   */
  record Section(int bytes, int crc) {

    private void write(ByteWriter target) {
      target.fourBytes(bytes);
      target.fourBytes(crc);
    }

    private static Section read(ByteReader source) throws FormatException {
      Section section = new Section(source.fourBytes(), source.fourBytes());
      FormatException.require(
          section.bytes > 0, "a section of the footer has " + section.bytes + " bytes");
      return section;
    }
  }

  static final int BYTES = 8 + 8 + 4 + 4 * 8 + Sha256.BYTES + 4 + 4 + 8;

  private static final long MAGIC = 0x42_54_53_45_47_4D_4E_54L; // BTSEGMNT
  private static final int VERSION = 1;
  private static final int CRC_AT = BYTES - Long.BYTES - Integer.BYTES;
  private static final int VERSION_AT = CRC_AT - Integer.BYTES;
  private static final int MAGIC_AT = BYTES - Long.BYTES;

  /** Returns how many bytes all sections and the trailer have. */
  long tailBytes() {
    return footerBytes() + keys.bytes;
  }

  /** Returns how many bytes stand behind the key index. */
  long footerBytes() {
    return (long) bloom.bytes + statistics.bytes + frames.bytes + BYTES;
  }

  /** Returns the bytes, in an array of their own. */
  byte[] write() {
    ByteWriter target = new ByteWriter(BYTES);
    target.eightBytes(segment);
    target.eightBytes(framesBytes);
    target.fourBytes(frameBytes);
    keys.write(target);
    bloom.write(target);
    statistics.write(target);
    frames.write(target);
    target.put(root.bytes(), 0, RootHash.BYTES);
    target.fourBytes(VERSION);
    target.fourBytes(
        new BoundChecksum().of(segment, BoundChecksum.TRAILER, target.array(), 0, CRC_AT));
    target.eightBytes(MAGIC);
    return target.array();
  }

  /** Reads what stands in an array from somewhere on, of the segment of a number. */
  static Trailer read(byte[] bytes, int from, long segment) throws FormatException {
    ByteReader source = new ByteReader();
    source.reset(bytes, from + MAGIC_AT, from + BYTES);
    FormatException.require(source.eightBytes() == MAGIC, "the end is not that of a segment");
    source.reset(bytes, from + VERSION_AT, from + MAGIC_AT);
    int version = source.fourBytes();
    FormatException.require(version == VERSION, "version " + version + " is not known here");
    source.reset(bytes, from, from + VERSION_AT);
    long found = source.eightBytes();
    FormatException.require(found == segment, "this is segment " + found + ", not " + segment);
    requireChecksum(bytes, from, segment);
    return read(found, source);
  }

  private static void requireChecksum(byte[] bytes, int from, long segment) throws FormatException {
    ByteReader source = new ByteReader();
    source.reset(bytes, from + CRC_AT, from + MAGIC_AT);
    int crc = new BoundChecksum().of(segment, BoundChecksum.TRAILER, bytes, from, CRC_AT);
    FormatException.require(source.fourBytes() == crc, "the trailer does not match its checksum");
  }

  private static Trailer read(long segment, ByteReader source) throws FormatException {
    long framesBytes = source.eightBytes();
    int frameBytes = source.fourBytes();
    Section keys = Section.read(source);
    Section bloom = Section.read(source);
    Section statistics = Section.read(source);
    Section frames = Section.read(source);
    RootHash root = RootHash.copyOf(source.array(), source.skip(RootHash.BYTES));
    boolean sensible =
        framesBytes > 0
            && frameBytes >= SegmentOptions.MIN_FRAME_BYTES
            && frameBytes <= SegmentOptions.MAX_FRAME_BYTES;
    FormatException.require(sensible, "the trailer makes no sense");
    return new Trailer(segment, framesBytes, frameBytes, keys, bloom, statistics, frames, root);
  }
}
