package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;

/**
 * What stands behind the frames of a segment, before it is written.
 *
 * @param id of the segment
 * @param framesBytes how long all frames are as they are stored
 * @param frameBytes the bytes of records of a frame before compression
 * @param keys of all records
 * @param bloom of all keys
 * @param statistics of all records
 * @param table of all frames
 * @param root over the records
 */
record FooterParts(
    long id,
    long framesBytes,
    int frameBytes,
    KeyIndex.Builder keys,
    BloomFilter.Builder bloom,
    SegmentStatistics statistics,
    ByteWriter table,
    RootHash root) {

  /** Where bytes go. */
  interface Target {
    void write(byte[] bytes, int from, int count) throws BlockStoreException;
  }

  /** Writes everything, and returns what came last. */
  Trailer writeTo(Target target) throws BlockStoreException {
    byte[] index = keys.build();
    byte[] filter = bloom.build();
    byte[] said = StatisticsCodec.write(statistics);
    Trailer trailer =
        new Trailer(
            id,
            framesBytes,
            frameBytes,
            write(BoundChecksum.KEYS, index, index.length, target),
            write(BoundChecksum.BLOOM, filter, filter.length, target),
            write(BoundChecksum.STATISTICS, said, said.length, target),
            write(BoundChecksum.FRAMES, table.array(), table.length(), target),
            root);
    target.write(trailer.write(), 0, Trailer.BYTES);
    return trailer;
  }

  private Trailer.Section write(long place, byte[] bytes, int length, Target target)
      throws BlockStoreException {
    target.write(bytes, 0, length);
    return new Trailer.Section(length, new BoundChecksum().of(id, place, bytes, 0, length));
  }
}
