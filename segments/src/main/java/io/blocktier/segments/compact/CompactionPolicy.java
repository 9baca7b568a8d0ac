package io.blocktier.segments.compact;

import io.blocktier.segments.objects.Pace;
import java.time.Duration;

/**
 * Which segments are compacted, and how. Immutable and thread-safe.
 *
 * @param minLiveRatio a segment of which less is alive is rewritten, 0 to 1
 * @param maxInputs how many segments one job merges at most, 2 or more; each holds its footer
 *     without keys and three batches of {@link
 *     io.blocktier.segments.format.SegmentOptions#batchBytes()} in memory
 * @param maxInputBytes how many bytes they have together, unless one alone has more
 * @param outputBytes a segment is finished once it has so many bytes before compression; one of
 *     less than a quarter is merged with others like it
 * @param maxIndexBytes how many bytes of key indexes are in memory while it is measured what is
 *     alive
 * @param expiryGrace how long a value has to be over before it is dropped, for clocks that differ
 * @param bytesPerSecond how fast inputs are read, or {@link Pace#UNLIMITED}
 */
public record CompactionPolicy(
    double minLiveRatio,
    int maxInputs,
    long maxInputBytes,
    long outputBytes,
    long maxIndexBytes,
    Duration expiryGrace,
    long bytesPerSecond) {

  /**
   * Leaves less than 1.18 bytes for one that is alive: rewrites what is less than 85 % alive, 8
   * segments of 512 MiB at a time, into segments of 64 MiB, with 256 MiB for indexes, an hour for
   * clocks, and no limit of the rate.
   */
  public static final CompactionPolicy DEFAULT =
      new CompactionPolicy(
          0.85, 8, 512L << 20, 64L << 20, 256L << 20, Duration.ofHours(1), Pace.UNLIMITED);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public CompactionPolicy {
    if (!(minLiveRatio >= 0 && minLiveRatio <= 1)) {
      throw new IllegalArgumentException("a ratio of " + minLiveRatio + " is not between 0 and 1");
    }
    if (maxInputs < 2 || maxInputBytes < 1 || outputBytes < 1 || maxIndexBytes < 1) {
      throw new IllegalArgumentException("the bounds of compaction are too small");
    }
    if (expiryGrace.isNegative() || bytesPerSecond < 1) {
      throw new IllegalArgumentException("the grace or the rate of compaction is not positive");
    }
  }

  /**
   * Returns this policy with another bound of what is rewritten. Behind a compaction and a
   * collection no segment has more bytes than what is alive in it divided by this.
   *
   * @param ratio a segment of which less is alive is rewritten, 0 to 1
   * @return the changed policy
   */
  public CompactionPolicy withMinLiveRatio(double ratio) {
    return new CompactionPolicy(
        ratio, maxInputs, maxInputBytes, outputBytes, maxIndexBytes, expiryGrace, bytesPerSecond);
  }

  /**
   * Returns this policy with another rate.
   *
   * @param bytes a second
   * @return the changed policy
   */
  public CompactionPolicy withBytesPerSecond(long bytes) {
    return new CompactionPolicy(
        minLiveRatio, maxInputs, maxInputBytes, outputBytes, maxIndexBytes, expiryGrace, bytes);
  }
}
