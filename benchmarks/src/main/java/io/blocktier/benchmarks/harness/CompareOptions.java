package io.blocktier.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a comparison is done. Immutable.
 *
 * @param directory an empty directory on the disk that is measured
 * @param rounds how many count
 * @param length how long each takes
 * @param warmUp how long each contender does the same before
 * @param seed decides the data
 * @param worker the command that starts a worker
 */
public record CompareOptions(
    Path directory, int rounds, Duration length, Duration warmUp, long seed, List<String> worker) {

  /**
   * Copies the command.
   *
   * @throws IllegalArgumentException if there are no rounds, or they take no time
   */
  public CompareOptions {
    if (rounds <= 0 || !length.isPositive() || warmUp.isNegative()) {
      throw new IllegalArgumentException("there have to be rounds, and they have to take time");
    }
    worker = List.copyOf(worker);
  }
}
