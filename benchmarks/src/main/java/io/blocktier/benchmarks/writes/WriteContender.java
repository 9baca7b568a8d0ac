package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.nio.file.Files;

/**
 * A contender in this JVM. Immutable.
 *
 * @param name its name
 * @param version which version
 * @param settings how it is set up
 * @param durability what an acknowledged write survives
 * @param opening opens it
 */
record WriteContender(
    String name, String version, String settings, String durability, BlockWriter.Opening opening)
    implements Contender {

  @Override
  public Subject open(Trial trial) throws Exception {
    Files.createDirectories(trial.directory());
    WriteCell cell = WriteCell.of(trial.cell(), trial.directory());
    return new WriteSubject(cell, trial.seed(), opening.open(cell));
  }
}
