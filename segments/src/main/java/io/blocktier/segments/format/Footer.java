package io.blocktier.segments.format;

/**
 * What stands behind the frames of a segment, less its keys. Immutable and thread-safe.
 *
 * @param trailer where everything is
 * @param bloom says which keys are not there
 * @param statistics what the segment says of itself
 * @param frames the table of frames
 */
record Footer(Trailer trailer, BloomFilter bloom, SegmentStatistics statistics, FrameTable frames) {

  /** Reads what ends an array, and compares its parts with each other. */
  static Footer read(byte[] tail, Trailer trailer) throws FormatException {
    int bloomFrom = tail.length - (int) trailer.footerBytes();
    int statisticsFrom = bloomFrom + trailer.bloom().bytes();
    int framesFrom = statisticsFrom + trailer.statistics().bytes();
    int end = framesFrom + trailer.frames().bytes();
    long id = trailer.segment();
    requireChecksum(id, BoundChecksum.BLOOM, trailer.bloom(), tail, bloomFrom);
    requireChecksum(id, BoundChecksum.STATISTICS, trailer.statistics(), tail, statisticsFrom);
    requireChecksum(id, BoundChecksum.FRAMES, trailer.frames(), tail, framesFrom);
    Footer footer =
        new Footer(
            trailer,
            BloomFilter.of(tail, bloomFrom, statisticsFrom),
            StatisticsCodec.read(tail, statisticsFrom, framesFrom),
            FrameTable.read(tail, framesFrom, end, trailer.frameBytes()));
    footer.requireAgreement();
    return footer;
  }

  /** Reads the key index, which is a part of an array. */
  KeyIndex readKeys(byte[] bytes, int from) throws FormatException {
    requireChecksum(trailer.segment(), BoundChecksum.KEYS, trailer.keys(), bytes, from);
    return KeyIndex.read(
        bytes, from, from + trailer.keys().bytes(), statistics.records(), frames.count());
  }

  private static void requireChecksum(
      long segment, long place, Trailer.Section section, byte[] bytes, int from)
      throws FormatException {
    int crc = new BoundChecksum().of(segment, place, bytes, from, section.bytes());
    FormatException.require(
        crc == section.crc(), "section " + -place + " does not match its checksum");
  }

  private void requireAgreement() throws FormatException {
    boolean agrees =
        frames.offset(frames.count()) == trailer.framesBytes()
            && frames.totalRecords() == statistics.records()
            && frames.totalRawBytes() == statistics.rawBytes()
            && trailer.bloom().bytes() == BloomFilter.bytes(statistics.records());
    FormatException.require(agrees, "the parts of the footer contradict each other");
    RootHash root = FrameRoots.root(new Sha256(), frames.roots(), frames.count());
    FormatException.require(
        root.equals(trailer.root()), "the frames have root " + root + ", not " + trailer.root());
  }
}
