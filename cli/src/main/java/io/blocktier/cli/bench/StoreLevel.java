package io.blocktier.cli.bench;

import java.util.List;

/**
 * What came of moving blocks side by side. Immutable.
 *
 * @param concurrency how many at a time
 * @param times of the calls that succeeded
 * @param failures calls that failed
 * @param throttled how many of them the store had too much of
 */
public record StoreLevel(int concurrency, CallTimes times, long failures, long throttled) {

  private static final double NEARLY_ALL = 0.9;

  /** Returns the fewest at a time that bring nearly all there is to be had. */
  static int best(List<StoreLevel> levels) {
    double most = levels.stream().mapToDouble(level -> level.times.byteRate()).max().orElse(0);
    return levels.stream()
        .filter(level -> level.times.byteRate() >= NEARLY_ALL * most)
        .mapToInt(StoreLevel::concurrency)
        .min()
        .orElse(1);
  }

  /** Returns bytes in a second at the best level. */
  static double bestRate(List<StoreLevel> levels) {
    return levels.stream().mapToDouble(level -> level.times.byteRate()).max().orElse(0);
  }
}
