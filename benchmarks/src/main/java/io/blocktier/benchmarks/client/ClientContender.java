package io.blocktier.benchmarks.client;

import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;

/**
 * A client in this JVM. Immutable.
 *
 * @param name its name
 * @param library any class of it
 * @param settings how it is set up
 * @param onVirtualThreads whether its callers are virtual threads
 * @param opening opens it
 */
record ClientContender(
    String name, Class<?> library, String settings, boolean onVirtualThreads, Opening opening)
    implements Contender {

  /** Opens a client of a server. */
  @FunctionalInterface
  interface Opening {
    Client open(Server server, int inFlight) throws IOException;
  }

  @Override
  public String version() {
    return Versions.of(library);
  }

  @Override
  public String durability() {
    return "as much as the server promises";
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
