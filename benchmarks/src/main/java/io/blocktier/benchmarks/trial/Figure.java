package io.blocktier.benchmarks.trial;

import io.blocktier.benchmarks.measure.Sample;
import java.util.Optional;

/**
 * One column of a table. Immutable.
 *
 * @param name of the figure in a sample; {@link #RATE} is made of its operations and seconds
 * @param title what the column is called
 * @param unit what it counts
 * @param moreIsBetter whether the highest wins
 */
public record Figure(String name, String title, String unit, boolean moreIsBetter) {

  /** The figure that every sample has. */
  public static final String RATE = "rate";

  /** Returns operations a second. */
  public static Figure rate(String title) {
    return new Figure(RATE, title, "1/s", true);
  }

  /**
   * Returns the figure of a sample.
   *
   * @param sample one round
   * @return its value
   * @throws IllegalArgumentException if the sample does not have it
   */
  public double of(Sample sample) {
    return name.equals(RATE)
        ? sample.rate()
        : Optional.ofNullable(sample.figures().get(name))
            .orElseThrow(() -> new IllegalArgumentException("a round has no figure " + name));
  }
}
