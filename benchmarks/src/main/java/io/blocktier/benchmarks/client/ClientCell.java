package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.trial.Cell;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is moved, how many at a time, and whose server it is. Immutable.
 *
 * @param transfer what is done
 * @param bytes of an object
 * @param moved bytes of an operation: those of the object, or of a range of it
 * @param inFlight how many operations are under way at a time
 * @param server whose
 * @param delay how late it answers
 */
record ClientCell(
    Transfer transfer, int bytes, int moved, int inFlight, ServerKind server, Duration delay) {

  private static final int RANGE = 64 << 10;
  private static final List<Transfer> TRANSFERS = List.of(Transfer.values());
  private static final List<ServerKind> SERVERS = List.of(ServerKind.values());

  /** Returns the cell with its name. */
  static Cell cell(
      Transfer transfer, String size, int bytes, int inFlight, ServerKind server, int millis) {
    String label = transfer + "-" + size + "-x" + inFlight + "-" + server.label();
    return new Cell(
        label + (millis == 0 ? "" : "-" + millis + "ms"),
        Map.of(
            "transfer", (long) TRANSFERS.indexOf(transfer),
            "bytes", (long) bytes,
            "flight", (long) inFlight,
            "server", (long) SERVERS.indexOf(server),
            "millis", (long) millis));
  }

  static ClientCell of(Cell cell) {
    Transfer transfer = TRANSFERS.get(cell.count("transfer"));
    int bytes = cell.count("bytes");
    return new ClientCell(
        transfer,
        bytes,
        transfer == Transfer.RANGE ? RANGE : bytes,
        cell.count("flight"),
        SERVERS.get(cell.count("server")),
        Duration.ofMillis(cell.number("millis")));
  }
}
