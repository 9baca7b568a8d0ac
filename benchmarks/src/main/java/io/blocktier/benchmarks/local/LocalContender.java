package io.blocktier.benchmarks.local;

import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;

/**
 * A contender in this JVM. Immutable.
 *
 * @param name its name
 * @param version which version
 * @param settings how it is set up
 * @param durability what is left of a block behind a power cut
 * @param opening opens it
 */
record LocalContender(
    String name, String version, String settings, String durability, Opening opening)
    implements Contender {

  /** Opens a directory. */
  @FunctionalInterface
  interface Opening {
    LocalBlocks open(LocalCell cell) throws IOException;
  }

  @Override
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    LocalCell cell = LocalCell.of(trial.cell(), trial.directory());
    return new LocalSubject(cell, trial.seed(), opening.open(cell));
  }
}
