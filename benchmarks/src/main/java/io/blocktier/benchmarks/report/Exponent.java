package io.blocktier.benchmarks.report;

import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.harness.Row;
import io.blocktier.benchmarks.measure.Spread;
import io.blocktier.benchmarks.trial.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How what an operation costs grows with the size of what it is done to: as a power of it, fitted
 * by least squares to the logarithms. Immutable.
 *
 * <p>What is the same for all sizes weighs most on the smallest one, and hides what the largest one
 * adds: the last step is told apart.
 *
 * @param power 0 where it does not grow, 1 where it is in proportion, so that doing it to
 *     everything is quadratic
 * @param lastStep the same from the size before the largest to the largest
 * @param micros the medians of the cost, from the smallest size to the largest
 */
public record Exponent(double power, double lastStep, List<Double> micros) {

  /** Beyond this an operation grows by more than caches of the machine explain. */
  public static final double MOST = 0.35;

  /** Copies the costs. */
  public Exponent {
    micros = List.copyOf(micros);
  }

  /** Tells whether the operation grows by more than caches of the machine explain, at last. */
  public boolean grows() {
    return power > MOST || lastStep > MOST;
  }

  /** Fits one, if the contender has done its work at two sizes at least. */
  static Optional<Exponent> of(String contender, String size, List<CellResult> cells) {
    List<double[]> points = new ArrayList<>();
    for (CellResult cell : cells) {
      cell.rows().stream()
          .filter(row -> row.contender().equals(contender) && row.failure().isEmpty())
          .findFirst()
          .ifPresent(row -> points.add(new double[] {cell.cell().number(size), micros(row)}));
    }
    if (points.size() < 2) {
      return Optional.empty();
    }
    List<Double> micros = points.stream().map(point -> point[1]).toList();
    return Optional.of(new Exponent(slope(points), slope(lastTwo(points)), micros));
  }

  private static double micros(Row row) {
    return 1e6 / Spread.of(row.values(Figure.rate(""))).median();
  }

  private static List<double[]> lastTwo(List<double[]> points) {
    return points.subList(points.size() - 2, points.size());
  }

  private static double slope(List<double[]> points) {
    double x = points.stream().mapToDouble(point -> Math.log(point[0])).average().orElse(0);
    double y = points.stream().mapToDouble(point -> Math.log(point[1])).average().orElse(0);
    double over = 0;
    double under = 0;
    for (double[] point : points) {
      over += (Math.log(point[0]) - x) * (Math.log(point[1]) - y);
      under += (Math.log(point[0]) - x) * (Math.log(point[0]) - x);
    }
    return over / under;
  }
}
