package io.blocktier.cache;

import io.blocktier.blockstore.spi.LatencyHistogram;
import java.time.Duration;

/**
 * How long something took that happened many times. Immutable.
 *
 * @param count how often it happened
 * @param p50 what half of them did not exceed, within 1 %; zero where there were none
 * @param p99 what 99 of 100 did not exceed
 */
public record Latency(long count, Duration p50, Duration p99) {

  static Latency of(LatencyHistogram histogram) {
    return new Latency(
        histogram.count(),
        Duration.ofNanos(histogram.quantile(0.5)),
        Duration.ofNanos(histogram.quantile(0.99)));
  }
}
