package io.blocktier.segments.format;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Adds up what a segment says of itself. Not thread-safe. */
final class Tally {

  private int records;
  private int tombstones;
  private int expiring;
  private long keyBytes;
  private long valueBytes;
  private long leastSequence = Long.MAX_VALUE;
  private long greatestSequence;
  private @Nullable RecordKey leastKey;
  private @Nullable RecordKey greatestKey;

  /** Adds a record whose key is greater than those before. */
  void add(RecordKey key, long sequence, int flags, int bytes) {
    records = Math.addExact(records, 1);
    tombstones += (flags & RecordView.TOMBSTONE) == 0 ? 0 : 1;
    expiring += (flags & RecordView.EXPIRES) == 0 ? 0 : 1;
    keyBytes += key.length();
    valueBytes += bytes;
    leastSequence = Math.min(leastSequence, sequence);
    greatestSequence = Math.max(greatestSequence, sequence);
    leastKey = leastKey == null ? key : leastKey;
    greatestKey = key;
  }

  int records() {
    return records;
  }

  /** Returns the greatest key so far, or null before the first. */
  @Nullable RecordKey greatestKey() {
    return greatestKey;
  }

  /** Returns what there is to say, at least one record having been added. */
  SegmentStatistics statistics(long rawBytes, long epoch, Instant created) {
    if (leastKey == null || greatestKey == null) {
      throw new IllegalStateException("a segment has at least one record");
    }
    return new SegmentStatistics(
        records,
        tombstones,
        expiring,
        keyBytes,
        valueBytes,
        rawBytes,
        leastSequence,
        greatestSequence,
        leastKey,
        greatestKey,
        epoch,
        created);
  }
}
