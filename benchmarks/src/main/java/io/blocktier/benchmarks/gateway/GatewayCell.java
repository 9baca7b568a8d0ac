package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.trial.Cell;
import java.util.List;
import java.util.Map;

/**
 * What is asked for, on how many connections. Immutable.
 *
 * @param verb what
 * @param amount bytes of an object, or how many keys there are
 * @param connections how many requests are under way at a time
 */
record GatewayCell(Verb verb, int amount, int connections) {

  private static final List<Verb> VERBS = List.of(Verb.values());

  static Cell cell(Verb verb, String size, int amount, int connections) {
    return new Cell(
        verb + "-" + size + "-x" + connections,
        Map.of(
            "verb",
            (long) VERBS.indexOf(verb),
            "amount",
            (long) amount,
            "connections",
            (long) connections));
  }

  static GatewayCell of(Cell cell) {
    return new GatewayCell(verb(cell), cell.count("amount"), cell.count("connections"));
  }

  static Verb verb(Cell cell) {
    return VERBS.get(cell.count("verb"));
  }

  /** Returns what an operation moves. */
  int payloadBytes() {
    return verb.moves() ? amount : 0;
  }
}
