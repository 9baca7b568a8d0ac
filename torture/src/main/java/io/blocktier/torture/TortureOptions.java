package io.blocktier.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done. Immutable.
 *
 * @param lanes what to do, in this order
 * @param directory where disks and caches are made, each run in a directory of its own that it
 *     removes; on the disk that is to be proven
 * @param config a configuration whose store is beneath the caches that are killed; a local one
 *     otherwise
 * @param environment the variables that configurations are read with
 * @param time how long all lanes take together; empty for a fixed number of rounds of each
 * @param seed decides what is written and when harm is done, as far as one can
 * @param command how this machine runs the command {@code blocktier}; empty if it is not to be
 *     killed
 */
public record TortureOptions(
    List<Lane> lanes,
    Path directory,
    Optional<Path> config,
    Map<String, String> environment,
    Optional<Duration> time,
    long seed,
    List<String> command) {

  /** Takes copies. */
  public TortureOptions {
    lanes = List.copyOf(lanes);
    environment = Map.copyOf(environment);
    command = List.copyOf(command);
  }

  /** Shows no variable of the environment: some are secrets. */
  @Override
  public String toString() {
    return lanes + " in " + directory + ", seed " + seed;
  }
}
