package io.blocktier.benchmarks.reads;

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
 * @param durability what is left of a block behind a crash
 * @param opening opens it
 */
record ReadContender(
    String name, String version, String settings, String durability, BlockReader.Opening opening)
    implements Contender {

  @Override
  public Subject open(Trial trial) throws Exception {
    Files.createDirectories(trial.directory());
    ReadCell cell = ReadCell.of(trial.cell(), trial.directory());
    return new ReadSubject(cell, trial.seed(), opening.open(cell));
  }
}
