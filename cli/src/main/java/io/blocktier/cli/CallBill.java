package io.blocktier.cli;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What stores were asked for, by operation, as their meters counted it. */
final class CallBill {

  private static final String CALLS = "blocktier.store.operations";
  private static final String BYTES = "blocktier.store.bytes";

  private final SortedMap<String, long[]> calls = new TreeMap<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>(Map.of("written", 0L, "read", 0L));

  CallBill(MeterRegistry registry) {
    for (Meter meter : registry.getMeters()) {
      switch (meter) {
        case Timer timer when timer.getId().getName().equals(CALLS) -> add(timer);
        case DistributionSummary sum when sum.getId().getName().equals(BYTES) ->
            bytes.merge(tag(sum, "direction"), (long) sum.totalAmount(), Long::sum);
        default -> {}
      }
    }
  }

  private void add(Timer timer) {
    long[] counts = calls.computeIfAbsent(tag(timer, "operation"), _ -> new long[2]);
    counts[0] += timer.count();
    counts[1] += tag(timer, "outcome").equals("ok") ? 0 : timer.count();
  }

  private static String tag(Meter meter, String name) {
    return Objects.requireNonNull(meter.getId().getTag(name));
  }

  /** Returns a table, with a heading and what was moved. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%-26s %12s %12s", "asked for", "calls", "not ok"));
    calls.forEach((operation, counts) ->
        lines.add(
            String.format(Locale.ROOT, "%-26s %,12d %,12d", operation, counts[0], counts[1])));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s written, %s read; what the probe asked for by itself comes on top",
            Units.bytes(bytes.getOrDefault("written", 0L)),
            Units.bytes(bytes.getOrDefault("read", 0L))));
    return lines;
  }

  /** Returns the same for machines. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    calls.forEach((operation, counts) ->
        json.put(operation, Map.of("calls", counts[0], "not_ok", counts[1])));
    json.put("bytes_written", bytes.getOrDefault("written", 0L));
    json.put("bytes_read", bytes.getOrDefault("read", 0L));
    return json;
  }
}
