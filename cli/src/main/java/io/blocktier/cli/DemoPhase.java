package io.blocktier.cli;

import io.blocktier.blockstore.spi.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of one phase of the demo.
 *
 * @param name what was done
 * @param blocks with how many blocks
 * @param bytes with how many bytes, 0 where none moved
 * @param nanos how long all of it took
 * @param latency how long single calls took
 * @param note what the figures mean
 */
record DemoPhase(
    String name, long blocks, long bytes, long nanos, LatencyHistogram latency, String note) {

  static final String HEADING =
      String.format(
          Locale.ROOT,
          "%-7s %9s %17s %9s %9s %9s %9s",
          "phase",
          "blocks",
          "bytes",
          "seconds",
          "MB/s",
          "p50 ms",
          "p99 ms");

  String line() {
    String rate = bytes == 0 ? "" : String.format(Locale.ROOT, "%.1f", megabytesPerSecond());
    return String.format(
        Locale.ROOT,
        "%-7s %,9d %17s %9.2f %9s %9.3f %9.3f  %s",
        name,
        blocks,
        bytes == 0 ? "" : Units.count(bytes),
        nanos / 1e9,
        rate,
        millis(0.5),
        millis(0.99),
        note);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("blocks", blocks);
    json.put("bytes", bytes);
    json.put("seconds", Units.round(nanos / 1e9, 6));
    json.put("mb_per_second", Units.round(megabytesPerSecond(), 1));
    json.put("p50_ms", Units.round(millis(0.5), 6));
    json.put("p99_ms", Units.round(millis(0.99), 6));
    return json;
  }

  private double megabytesPerSecond() {
    return Units.perSecond(bytes, nanos) / 1e6;
  }

  private double millis(double quantile) {
    return latency.quantile(quantile) / 1e6;
  }
}
