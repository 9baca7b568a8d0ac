package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A client in this JVM. Immutable.
 *
 * @param name its name
 * @param version which version of it
 * @param settings how it is set up
 * @param transfers what it can do
 * @param onVirtualThreads whether its callers are virtual threads
 * @param opening opens it
 */
record ClientContender(
    String name,
    String version,
    String settings,
    List<Transfer> transfers,
    boolean onVirtualThreads,
    Client.Opening opening)
    implements Contender {

  ClientContender {
    transfers = List.copyOf(transfers);
  }

  /** One that can do everything, on virtual threads. */
  ClientContender(String name, String version, String settings, Client.Opening opening) {
    this(name, version, settings, List.of(Transfer.values()), true, opening);
  }

  @Override
  public String durability() {
    return "as much as the server promises";
  }

  @Override
  public boolean does(Cell cell) {
    return transfers.contains(ClientCell.of(cell).transfer());
  }

  @Override
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    ClientCell cell = ClientCell.of(trial.cell());
    Server server = cell.server().start(trial.directory(), cell.delay());
    try {
      Client client = opening.open(server, cell.inFlight());
      return new ClientSubject(trial, server, client, onVirtualThreads);
    } catch (IOException | RuntimeException | LinkageError e) {
      server.close();
      throw e;
    }
  }
}
