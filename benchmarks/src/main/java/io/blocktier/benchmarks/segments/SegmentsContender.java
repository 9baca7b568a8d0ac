package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.segments.SegmentsCell.Kind;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * A contender in this JVM. Immutable.
 *
 * @param name its name
 * @param version which version
 * @param settings how it is set up
 * @param durability what an acknowledged record survives
 * @param kinds what it does
 * @param opening opens it
 */
record SegmentsContender(
    String name,
    String version,
    String settings,
    String durability,
    Set<Kind> kinds,
    Opening opening)
    implements Contender {

  /** A contender that does everything. */
  SegmentsContender(
      String name, String version, String settings, String durability, Opening opening) {
    this(name, version, settings, durability, EnumSet.allOf(Kind.class), opening);
  }

  /** Opens a directory. */
  @FunctionalInterface
  interface Opening {
    RecordStore open(Path directory) throws Exception;
  }

  @Override
  public boolean does(Cell cell) {
    return kinds.contains(Kind.of(cell));
  }

  @Override
  public Subject open(Trial trial) throws Exception {
    Files.createDirectories(trial.directory());
    return new SegmentsSubject(trial, opening.open(trial.directory()));
  }
}
