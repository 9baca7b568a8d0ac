package io.blocktier.blockstore.spi;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long many calls took, in buckets whose width grows with the time: every answer is within 1 %
 * of the truth, and a recording is one atomic increment. Thread-safe.
 */
public final class LatencyHistogram {

  private static final int SUB_BUCKET_BITS = 6;
  private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

  private final AtomicLongArray counts =
      new AtomicLongArray((Long.SIZE - SUB_BUCKET_BITS + 1) * SUB_BUCKETS);

  /** Makes an empty histogram. */
  public LatencyHistogram() {}

  /**
   * Records one duration.
   *
   * @param nanos how long; negative, from a ticker that went back, counts as none
   */
  public void record(long nanos) {
    counts.incrementAndGet(bucket(Math.max(0, nanos)));
  }

  /**
   * Returns the time that a part of the calls did not exceed.
   *
   * @param part above 0, up to 1
   * @return nanoseconds, 0 where nothing was recorded
   */
  public long quantile(double part) {
    long rank = (long) Math.ceil(part * count());
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= rank && seen > 0) {
        return middle(i);
      }
    }
    return 0;
  }

  /**
   * Returns how many were recorded.
   *
   * @return calls
   */
  public long count() {
    long total = 0;
    for (int i = 0; i < counts.length(); i++) {
      total += counts.get(i);
    }
    return total;
  }

  /** The highest bits of a number name its bucket: its magnitude, then the sub-bucket. */
  private static int bucket(long nanos) {
    int shift = shift(nanos);
    return shift * SUB_BUCKETS + (int) (nanos >>> shift);
  }

  private static int shift(long nanos) {
    return Math.max(0, Long.SIZE - 1 - SUB_BUCKET_BITS - Long.numberOfLeadingZeros(nanos));
  }

  private static long middle(int bucket) {
    int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
    long lowest = (long) (bucket - shift * SUB_BUCKETS) << shift;
    return lowest + (1L << shift) / 2;
  }
}
