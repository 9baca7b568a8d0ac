package io.blocktier.cli;

import io.blocktier.segments.objects.RequestCause;
import io.blocktier.segments.objects.RequestCount;
import io.blocktier.segments.objects.TierPrices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command asked the stores of segments for, and what that costs, by what it was asked for.
 *
 * @param counts requests by cause, tier and kind
 * @param prices of the stores
 */
record SegmentCosts(List<RequestCount> counts, TierPrices prices) {

  private static final int DOLLAR_PLACES = 9;

  /** Adds up what is of the same cause, tier and kind. */
  static SegmentCosts of(List<RequestCount> counts, TierPrices prices) {
    Map<List<Object>, RequestCount> sums = new LinkedHashMap<>();
    for (RequestCount count : counts) {
      List<Object> same = List.of(count.cause(), count.tier(), count.kind());
      sums.merge(same, count, RequestCount::plus);
    }
    return new SegmentCosts(List.copyOf(sums.values()), prices);
  }

  /** Prints a line for each purpose; for machines all of it is within other results. */
  void print(Session session) {
    if (!session.options().json()) {
      lines().forEach(session.out()::line);
    }
  }

  private List<String> lines() {
    Map<RequestCause, List<RequestCount>> byCause = new TreeMap<>();
    for (RequestCount count : counts) {
      byCause.computeIfAbsent(count.cause(), _ -> new ArrayList<>()).add(count);
    }
    return byCause.entrySet().stream()
        .map(entry -> line(label(entry.getKey()), entry.getValue()))
        .toList();
  }

  private String line(String cause, List<RequestCount> own) {
    List<String> parts =
        own.stream()
            .map(count ->
                String.format(
                    Locale.ROOT,
                    "%,d %s %s",
                    count.requests(),
                    label(count.tier()),
                    label(count.kind())))
            .toList();
    return String.format(
        Locale.ROOT, "requests for %-11s $%.6f  %s", cause, dollars(own), String.join(", ", parts));
  }

  /** Adds all of it to a result for machines. */
  void addTo(Map<String, Object> json) {
    json.put("requests", counts.stream().map(this::json).toList());
    json.put("dollars", Units.round(dollars(counts), DOLLAR_PLACES));
  }

  private Map<String, Object> json(RequestCount count) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cause", label(count.cause()));
    json.put("tier", label(count.tier()));
    json.put("kind", label(count.kind()));
    json.put("requests", count.requests());
    json.put("bytes_sent", count.bytesSent());
    json.put("bytes_fetched", count.bytesFetched());
    json.put("dollars", Units.round(count.dollars(prices), DOLLAR_PLACES));
    return json;
  }

  private double dollars(List<RequestCount> some) {
    return some.stream().mapToDouble(count -> count.dollars(prices)).sum();
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
