package io.blocktier.cli;

import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.blockstore.bill.RequestPrices;
import io.blocktier.gateway.Exchange;
import io.blocktier.gateway.Telemetry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What a server was asked for, by operation, and what Amazon S3 would have charged for it.
 * Thread-safe.
 */
final class RequestBill implements Telemetry {

  static final String HEADING =
      String.format(
          Locale.ROOT,
          "%-32s %9s %7s %17s %17s %11s",
          "request",
          "count",
          "errors",
          "bytes in",
          "out",
          "dollars");

  private static final String TOTAL = "total";
  private static final String DIRECTORY_BUCKET = "--x-s3";
  private static final String EXPRESS = "express:";
  private static final int DOLLAR_PLACES = 8;

  private final ConcurrentMap<Item, Charge> charges = new ConcurrentSkipListMap<>();

  /**
   * What is charged for by itself.
   *
   * @param express whether it was about a directory bucket
   * @param operation what S3 calls it
   */
  private record Item(boolean express, String operation) implements Comparable<Item> {

    private static final Comparator<Item> ORDER =
        Comparator.comparing(Item::express).thenComparing(Item::operation);

    static Item of(Exchange exchange) {
      return new Item(exchange.bucket().endsWith(DIRECTORY_BUCKET), exchange.operation());
    }

    String name() {
      return express ? EXPRESS + operation : operation;
    }

    double dollars(Charge charge) {
      RequestPrices prices = express ? RequestPrices.EXPRESS : RequestPrices.STANDARD;
      return prices.cost(
          RequestKind.ofS3(operation), charge.requests(), charge.bytesIn(), charge.bytesOut());
    }

    @Override
    public int compareTo(Item other) {
      return ORDER.compare(this, other);
    }
  }

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

    String line(String operation, double dollars) {
      return String.format(
          Locale.ROOT,
          "%-32s %,9d %,7d %,17d %,17d %11.6f",
          operation,
          requests,
          errors,
          bytesIn,
          bytesOut,
          dollars);
    }

    Map<String, Object> json(double dollars) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("requests", requests);
      json.put("errors", errors);
      json.put("bytes_in", bytesIn);
      json.put("bytes_out", bytesOut);
      json.put("dollars", Units.round(dollars, DOLLAR_PLACES));
      return json;
    }
  }

  @Override
  public String exposition() {
    return "";
  }

  @Override
  public void answered(Exchange exchange) {
    charges.merge(Item.of(exchange), Charge.of(exchange), Charge::plus);
  }

  /** Returns a table, with a heading and the sum. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(HEADING));
    charges.forEach((item, charge) -> lines.add(charge.line(item.name(), item.dollars(charge))));
    lines.add(total().line(TOTAL, dollars()));
    return lines;
  }

  /** Returns the same for machines. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    charges.forEach((item, charge) -> json.put(item.name(), charge.json(item.dollars(charge))));
    json.put(TOTAL, total().json(dollars()));
    return json;
  }

  private double dollars() {
    return charges.entrySet().stream()
        .mapToDouble(each -> each.getKey().dollars(each.getValue()))
        .sum();
  }

  private Charge total() {
    return charges.values().stream().reduce(Charge.NOTHING, Charge::plus);
  }
}
