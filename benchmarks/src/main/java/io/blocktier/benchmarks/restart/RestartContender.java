package io.blocktier.benchmarks.restart;

import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.nio.file.Path;

/**
 * A contender in this JVM. Immutable.
 *
 * @param name its name
 * @param version which version
 * @param settings how it is set up
 * @param durability what is left behind a crash
 * @param onVirtualThreads whether its writers may be virtual threads
 * @param libraries loads what is part of the start of the JVM
 * @param opening opens it, empty or with what is there
 */
record RestartContender(
    String name,
    String version,
    String settings,
    String durability,
    boolean onVirtualThreads,
    Runnable libraries,
    Opening opening)
    implements Contender {

  /** Opens a shelf. */
  @FunctionalInterface
  interface Opening {
    Shelf open(Path directory) throws Exception;
  }

  @Override
  public Subject open(Trial trial) {
    return new RestartSubject(trial, this);
  }
}
