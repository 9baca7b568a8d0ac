package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.server.Server;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A server in a process of its own, and a client of ours in another. Immutable.
 *
 * @param name its name
 * @param versions tells which version
 * @param settings how it is set up
 * @param durability what is left of an acknowledged write behind a power cut
 * @param lag how far what is durable lags behind
 * @param verbs what it can be asked for
 * @param absences tells why it cannot take part
 * @param opening starts it
 */
record GatewayContender(
    String name,
    Supplier<String> versions,
    String settings,
    String durability,
    Lag lag,
    Set<Verb> verbs,
    Supplier<Optional<String>> absences,
    Opening opening)
    implements Contender {

  /** Tells of a server how far what is durable lags behind what it acknowledged. */
  @FunctionalInterface
  interface Lag {
    DurableLag of(Server server) throws IOException;
  }

  /** Starts a server. */
  @FunctionalInterface
  interface Opening {
    Server start(Path directory) throws IOException;
  }

  @Override
  public String version() {
    return versions.get();
  }

  @Override
  public Optional<String> absence() {
    return absences.get();
  }

  @Override
  public boolean does(Cell cell) {
    return verbs.contains(GatewayCell.verb(cell));
  }

  @Override
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    return new GatewaySubject(trial, opening.start(trial.directory()), lag);
  }
}
