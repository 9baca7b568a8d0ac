package io.blocktier.benchmarks.canned;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients ask for, by all connections. Thread-safe. */
final class Traffic {

  /** What is counted, in the order in which it is told. */
  enum Kind {
    PUT,
    GET,
    OTHER,
    RECEIVED,
    SENT
  }

  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

  Traffic() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  void count(Kind kind, long amount) {
    Objects.requireNonNull(counts.get(kind)).add(amount);
  }

  void request(String method) {
    switch (method) {
      case "PUT" -> count(Kind.PUT, 1);
      case "GET" -> count(Kind.GET, 1);
      default -> count(Kind.OTHER, 1);
    }
  }

  /** Returns the numbers in their order, with spaces between. */
  String text() {
    return String.join(
        " ", counts.values().stream().map(count -> Long.toString(count.sum())).toList());
  }
}
