package io.blocktier.benchmarks.guard;

/**
 * A ratio that a contender had to its floor. Immutable.
 *
 * @param scenario what was done
 * @param cell how
 * @param contender by whom
 * @param floor beside whom
 * @param ratio the median of what was measured
 */
public record GuardedRatio(
    String scenario, String cell, String contender, String floor, double ratio) {

  /**
   * Checks that there is something to fall.
   *
   * @throws IllegalArgumentException if there is not
   */
  public GuardedRatio {
    if (scenario == null || cell == null || contender == null || floor == null) {
      throw new IllegalArgumentException("a ratio needs a scenario, a cell, a contender, a floor");
    }
    if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a ratio is " + ratio);
    }
  }

  /** Returns the same with another ratio. */
  public GuardedRatio of(double measured) {
    return new GuardedRatio(scenario, cell, contender, floor, measured);
  }

  @Override
  public String toString() {
    return scenario + " " + cell + ": " + contender + " to " + floor;
  }
}
