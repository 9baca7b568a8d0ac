package io.blocktier.segments.index;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.KeyScan;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;

/**
 * Takes the records of one segment, which is covered once it has all of them; closed before, it
 * leaves nothing that counts. Not thread-safe.
 */
public final class Cover implements AutoCloseable {

  private final SegmentIndex index;
  private final long segment;
  private final int ordinal;
  private long records;
  private boolean failed;
  private boolean over;

  Cover(SegmentIndex index, long segment, int ordinal) {
    this.index = index;
    this.segment = segment;
    this.ordinal = ordinal;
  }

  /**
   * Takes a record.
   *
   * @param key whom it concerns
   * @param kind what it says
   * @param frame the frame that it begins in
   */
  public void add(RecordKey key, RecordKind kind, int frame) {
    byte[] utf8 = key.toUtf8();
    add(utf8, utf8.length, kind, frame);
  }

  /**
   * Takes all records of a segment.
   *
   * @param keys its key index, from the beginning
   * @throws io.blocktier.blockstore.CorruptBlockException if that is damaged
   * @throws BlockStoreException if the store fails
   */
  public void addAll(KeyScan keys) throws BlockStoreException {
    while (!failed && keys.next()) {
      add(keys.keyBytes(), keys.keyLength(), keys.kind(), keys.frame());
    }
  }

  private void add(byte[] key, int length, RecordKind kind, int frame) {
    failed =
        failed
            || frame > Place.MAX_FRAME
            || !index.add(ordinal, key, length, frame, kind == RecordKind.TOMBSTONE);
    records++;
  }

  /** Takes a record whose hash is known. */
  void add(long hash, long place) {
    failed = failed || !index.table().add(hash, Place.withOrdinal(place, ordinal));
    records++;
  }

  long records() {
    return records;
  }

  /**
   * Says that these were all records.
   *
   * @return whether the segment is covered now; it is not if there was no room
   */
  public boolean finish() {
    if (!failed && !over) {
      over = true;
      index.finish(segment, ordinal, records);
      return true;
    }
    return false;
  }

  /** Ends it; a segment that is not finished is not covered. */
  @Override
  public void close() {
    if (!over) {
      over = true;
      index.giveUp(segment, ordinal, records);
    }
  }
}
