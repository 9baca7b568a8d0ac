package io.blocktier.cli.bench;

import io.blocktier.blockstore.spi.LatencyHistogram;

/**
 * How long calls of one kind took. Immutable.
 *
 * @param calls how many
 * @param bytes what they moved
 * @param nanos how long all of them took together, side by side where they ran so
 * @param p50Nanos what half of them did not exceed
 * @param p99Nanos what 99 of a hundred did not exceed
 * @param worstNanos the longest
 */
public record CallTimes(
    long calls, long bytes, long nanos, long p50Nanos, long p99Nanos, long worstNanos) {

  static CallTimes of(LatencyHistogram histogram, long bytes, long nanos) {
    return new CallTimes(
        histogram.count(),
        bytes,
        Math.max(1, nanos),
        histogram.quantile(0.5),
        histogram.quantile(0.99),
        histogram.quantile(1));
  }

  /**
   * Returns how many calls there were in a second.
   *
   * @return calls a second
   */
  public double rate() {
    return calls * 1e9 / nanos;
  }

  /**
   * Returns how many bytes they moved in a second.
   *
   * @return bytes a second
   */
  public double byteRate() {
    return bytes * 1e9 / nanos;
  }
}
