package io.blocktier.segments.compact;

/**
 * How much of a segment is alive. Immutable and thread-safe.
 *
 * @param liveBytes keys and values that the newest view needs, with what is kept beside each
 * @param allBytes the same of all records, more than 0
 */
public record SegmentUse(long liveBytes, long allBytes) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  public SegmentUse {
    if (liveBytes < 0 || allBytes < Math.max(1, liveBytes)) {
      throw new IllegalArgumentException(liveBytes + " of " + allBytes + " bytes cannot be alive");
    }
  }

  /**
   * Returns the part that is alive.
   *
   * @return 0 to 1
   */
  public double ratio() {
    return (double) liveBytes / allBytes;
  }
}
