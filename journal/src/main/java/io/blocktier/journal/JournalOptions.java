package io.blocktier.journal;

/**
 * How large a journal and its parts may become.
 *
 * @param segmentBytes the size of a segment's file, 1 MiB to 1 GiB and a multiple of 4096; files of
 *     another size that are there already are read and then dropped; a larger one is made where a
 *     record of theirs that no other has room for is appended again, or the last free segment is
 *     begun while they are there and the disk has room
 * @param maxSegments how many files there may be, 3 or more, and one more while the disk has no
 *     room for such a larger one; each is held open
 * @param maxBatchBytes how much is written before it is forced, unless one record is larger
 * @param maxRecordBytes the largest payload, at most a quarter of a segment; what is found may be
 *     larger
 */
public record JournalOptions(
    int segmentBytes, int maxSegments, int maxBatchBytes, int maxRecordBytes) {

  private static final int MIN_SEGMENT_BYTES = 1 << 20;
  private static final int MAX_SEGMENT_BYTES = 1 << 30;
  private static final int MIN_SEGMENTS = 3;

  /** Checks the bounds. */
  public JournalOptions {
    check(
        segmentBytes >= MIN_SEGMENT_BYTES
            && segmentBytes <= MAX_SEGMENT_BYTES
            && segmentBytes % SegmentHeader.BYTES == 0,
        "segment bytes",
        segmentBytes);
    check(maxSegments >= MIN_SEGMENTS, "segments", maxSegments);
    check(maxBatchBytes > 0, "batch bytes", maxBatchBytes);
    check(maxRecordBytes > 0 && maxRecordBytes <= segmentBytes / 4, "record bytes", maxRecordBytes);
  }

  private static void check(boolean holds, String what, int value) {
    if (!holds) {
      throw new IllegalArgumentException(what + " out of bounds: " + value);
    }
  }
}
