package io.blocktier.benchmarks.measure;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What several rounds came to. Immutable.
 *
 * @param median half of the rounds were not above, half not below
 * @param low the lowest round
 * @param high the highest
 * @param rounds how many there were
 */
public record Spread(double median, double low, double high, int rounds) {

  /**
   * Sums up rounds.
   *
   * @param values one of each round, at least one
   * @return their spread
   * @throws IllegalArgumentException if there is none, or one is no number
   */
  public static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("no median of " + values);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /**
   * Compares two who took turns: the ratio of each round is that of neighbours in time, so that
   * what slowed down both for a while does not count.
   *
   * @param values one of each round
   * @param reference as many, from the same rounds
   * @return the spread of the ratios
   * @throws IllegalArgumentException if there are not as many, or none
   */
  public static Spread ofRatios(List<Double> values, List<Double> reference) {
    if (values.size() != reference.size()) {
      throw new IllegalArgumentException(
          values.size() + " rounds cannot be compared with " + reference.size());
    }
    return of(
        IntStream.range(0, values.size()).mapToObj(i -> values.get(i) / reference.get(i)).toList());
  }
}
