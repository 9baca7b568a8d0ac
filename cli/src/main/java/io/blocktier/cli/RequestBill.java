package io.blocktier.cli;

import io.blocktier.gateway.Exchange;
import io.blocktier.gateway.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What a server was asked for, by operation, as a service would charge for it. Thread-safe. */
final class RequestBill implements Telemetry {

  static final String HEADING =
      String.format(
          Locale.ROOT, "%-24s %9s %7s %17s %17s", "request", "count", "errors", "bytes in", "out");

  private static final String TOTAL = "total";

  private final ConcurrentMap<String, Charge> charges = new ConcurrentSkipListMap<>();

  /**
   * What one operation amounts to.
   *
   * @param requests how many were answered
   * @param errors how many of the answers were errors
   * @param bytesIn of the bodies that were sent to the server
   * @param bytesOut of the bodies that it sent
   */
  private record Charge(long requests, long errors, long bytesIn, long bytesOut) {

    static final Charge NOTHING = new Charge(0, 0, 0, 0);

    static Charge of(Exchange exchange) {
      int errors = exchange.error().isPresent() ? 1 : 0;
      return new Charge(1, errors, exchange.bytesIn(), exchange.bytesOut());
    }

    Charge plus(Charge more) {
      return new Charge(
          requests + more.requests,
          errors + more.errors,
          bytesIn + more.bytesIn,
          bytesOut + more.bytesOut);
    }

    String line(String operation) {
      return String.format(
          Locale.ROOT,
          "%-24s %,9d %,7d %,17d %,17d",
          operation,
          requests,
          errors,
          bytesIn,
          bytesOut);
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("requests", requests);
      json.put("errors", errors);
      json.put("bytes_in", bytesIn);
      json.put("bytes_out", bytesOut);
      return json;
    }
  }

  @Override
  public String exposition() {
    return "";
  }

  @Override
  public void answered(Exchange exchange) {
    charges.merge(exchange.operation(), Charge.of(exchange), Charge::plus);
  }

  /** Returns a table, with a heading and the sum. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(HEADING));
    charges.forEach((operation, charge) -> lines.add(charge.line(operation)));
    lines.add(total().line(TOTAL));
    return lines;
  }

  /** Returns the same for machines. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    charges.forEach((operation, charge) -> json.put(operation, charge.json()));
    json.put(TOTAL, total().json());
    return json;
  }

  private Charge total() {
    return charges.values().stream().reduce(Charge.NOTHING, Charge::plus);
  }
}
