package io.blocktier.cli;

import io.blocktier.cli.bench.CallTimes;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How times of calls are shown. */
final class BenchTable {

  private BenchTable() {}

  static String heading(String what) {
    return String.format(
        Locale.ROOT, "%-26s %12s %12s %12s %12s %12s", what, "p50", "p99", "worst", "calls/s", "");
  }

  static String line(String what, CallTimes times) {
    return String.format(
            Locale.ROOT,
            "%-26s %12s %12s %12s %12s %12s",
            what,
            time(times.p50Nanos()),
            time(times.p99Nanos()),
            time(times.worstNanos()),
            Units.count(Math.round(times.rate())),
            times.bytes() == 0 ? "" : Units.byteRate(times.bytes(), times.nanos()))
        .stripTrailing();
  }

  static String time(long nanos) {
    if (nanos < 10_000_000) {
      return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  static Map<String, Object> json(CallTimes times) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("calls", times.calls());
    json.put("calls_per_second", Units.round(times.rate(), 1));
    json.put("bytes_per_second", Math.round(times.byteRate()));
    json.put("p50_ms", Units.round(times.p50Nanos() / 1e6, 4));
    json.put("p99_ms", Units.round(times.p99Nanos() / 1e6, 4));
    json.put("worst_ms", Units.round(times.worstNanos() / 1e6, 4));
    return json;
  }
}
