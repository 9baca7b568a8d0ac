package io.blocktier.cli;

import io.blocktier.blockstore.spi.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The figures of one phase of the demo.
 *
 * @param name what was done
 * @param unit what {@code number} counts: blocks, records or segments
 * @param number with how many of them
 * @param bytes with how many bytes, 0 where none moved
 * @param nanos how long all of it took
 * @param p50Nanos how long half of the calls took at most
 * @param p99Nanos how long 99 of a hundred took at most
 * @param note what the figures mean
 */
record DemoPhase(
    String name,
    String unit,
    long number,
    long bytes,
    long nanos,
    long p50Nanos,
    long p99Nanos,
    String note) {

  static final String BLOCKS = "blocks";
  static final String RECORDS = "records";
  static final String SEGMENTS = "segments";

  static final String HEADING =
      String.format(
          Locale.ROOT,
          "%-8s %18s %17s %9s %9s %9s %9s",
          "phase",
          "number",
          "bytes",
          "seconds",
          "MB/s",
          "p50 ms",
          "p99 ms");

  /** Returns the figures of a phase whose calls were timed one by one. */
  static DemoPhase of(
      String name,
      String unit,
      long number,
      long bytes,
      long nanos,
      LatencyHistogram latency,
      String note) {
    return new DemoPhase(
        name, unit, number, bytes, nanos, latency.quantile(0.5), latency.quantile(0.99), note);
  }

  /** Reads what {@link #told()} has made of a phase. */
  static DemoPhase of(JsonNode told) {
    return new DemoPhase(
        told.get("name").asString(),
        told.get("unit").asString(),
        told.get("number").asLong(),
        told.get("bytes").asLong(),
        told.get("nanos").asLong(),
        told.get("p50_nanos").asLong(),
        told.get("p99_nanos").asLong(),
        told.get("note").asString());
  }

  /** Returns all of it for another process. */
  Map<String, Object> told() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("unit", unit);
    json.put("number", number);
    json.put("bytes", bytes);
    json.put("nanos", nanos);
    json.put("p50_nanos", p50Nanos);
    json.put("p99_nanos", p99Nanos);
    json.put("note", note);
    return json;
  }

  String line() {
    String rate = bytes == 0 ? "" : String.format(Locale.ROOT, "%.1f", megabytesPerSecond());
    return String.format(
        Locale.ROOT,
        "%-8s %,9d %-8s %17s %9.2f %9s %9.3f %9.3f  %s",
        name,
        number,
        unit,
        bytes == 0 ? "" : Units.count(bytes),
        nanos / 1e9,
        rate,
        p50Nanos / 1e6,
        p99Nanos / 1e6,
        note);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(unit, number);
    json.put("bytes", bytes);
    json.put("seconds", Units.round(nanos / 1e9, 6));
    json.put("mb_per_second", Units.round(megabytesPerSecond(), 1));
    json.put("p50_ms", Units.round(p50Nanos / 1e6, 6));
    json.put("p99_ms", Units.round(p99Nanos / 1e6, 6));
    return json;
  }

  private double megabytesPerSecond() {
    return Units.perSecond(bytes, nanos) / 1e6;
  }
}
