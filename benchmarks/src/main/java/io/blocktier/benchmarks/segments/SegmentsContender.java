package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A contender in this JVM. Immutable.
 *
 * @param name its name
 * @param version which version
 * @param settings how it is set up
 * @param durability what an acknowledged record survives
 * @param opening opens it
 */
record SegmentsContender(
    String name, String version, String settings, String durability, Opening opening)
    implements Contender {

  /** Opens a directory. */
  @FunctionalInterface
  interface Opening {
    RecordStore open(Path directory) throws Exception;
  }

  @Override
  public Subject open(Trial trial) throws Exception {
    Files.createDirectories(trial.directory());
    return new SegmentsSubject(trial, opening.open(trial.directory()));
  }
}
