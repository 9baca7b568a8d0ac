package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long what a cache has acknowledged takes to its store, as the server's metrics tell. */
final class TravelTimes {

  private static final Pattern BUCKET =
      Pattern.compile("blocktier_cache_durable_lag_seconds_bucket\\{.*le=\"([^\"]+)\"} ([0-9.]+)");
  private static final int PATIENCE_MILLIS = 10_000;

  private TravelTimes() {}

  static DurableLag of(Server server, String where) throws IOException {
    return of(text(server.metrics().orElseThrow()), where);
  }

  private static List<String> text(URI metrics) throws IOException {
    URLConnection connection = metrics.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /** Reads a cumulative histogram in the text format of Prometheus, from its first bucket on. */
  static DurableLag of(List<String> metrics, String where) {
    List<Bucket> buckets =
        metrics.stream().map(BUCKET::matcher).filter(Matcher::matches).map(Bucket::of).toList();
    if (buckets.isEmpty() || buckets.getLast().count() == 0) {
      return DurableLag.unbounded("nothing has arrived yet; " + where);
    }
    return DurableLag.measured(where, quantile(buckets, 0.5), quantile(buckets, 0.99));
  }

  /** Returns the milliseconds that such a part of all does not exceed, rounded up to a bucket. */
  private static double quantile(List<Bucket> buckets, double part) {
    double rank = part * buckets.getLast().count();
    return buckets.stream().filter(b -> b.count() >= rank).findFirst().orElseThrow().millis();
  }

  /** How many did not take longer. */
  private record Bucket(double millis, double count) {

    static Bucket of(Matcher line) {
      String bound = line.group(1);
      double seconds = "+Inf".equals(bound) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
      return new Bucket(1e3 * seconds, Double.parseDouble(line.group(2)));
    }
  }
}
