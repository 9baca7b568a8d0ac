package io.blocktier.benchmarks.guard;

import io.blocktier.benchmarks.measure.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Compares ratios with what they were. A ratio has fallen where its median is lower by more than
 * the tolerance, and is so once more when it is measured again: one bad minute of a machine is no
 * news.
 */
public final class Guard {

  private final double tolerance;
  private final Measuring measuring;
  private final Consumer<String> lines;

  /** Measures a ratio, round by round. */
  @FunctionalInterface
  public interface Measuring {

    /**
     * Measures.
     *
     * @param ratio what
     * @return the ratios of the rounds
     * @throws IOException if that failed
     */
    Spread of(GuardedRatio ratio) throws IOException;
  }

  /**
   * What came of all ratios. Immutable.
   *
   * @param fallen those that are lower than they were
   * @param measured all, as they are now
   */
  public record Outcome(List<GuardedRatio> fallen, List<GuardedRatio> measured) {

    /** Copies the lists. */
    public Outcome {
      fallen = List.copyOf(fallen);
      measured = List.copyOf(measured);
    }
  }

  /**
   * Makes a guard.
   *
   * @param tolerance by which part a ratio may be lower, 0 to 1
   * @param measuring measures
   * @param lines takes a line for each ratio
   */
  public Guard(double tolerance, Measuring measuring, Consumer<String> lines) {
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("a tolerance of " + tolerance);
    }
    this.tolerance = tolerance;
    this.measuring = measuring;
    this.lines = lines;
  }

  /**
   * Compares.
   *
   * @param baseline what the ratios were
   * @return what they are
   * @throws IOException if one cannot be measured
   */
  public Outcome check(List<GuardedRatio> baseline) throws IOException {
    List<GuardedRatio> fallen = new ArrayList<>();
    List<GuardedRatio> measured = new ArrayList<>();
    for (GuardedRatio was : baseline) {
      Spread now = measuring.of(was);
      if (isLower(now, was)) {
        lines.accept("again  " + line(was, now));
        now = measuring.of(was);
      }
      boolean fell = isLower(now, was);
      lines.accept((fell ? "FELL   " : "held   ") + line(was, now));
      measured.add(was.of(now.median()));
      if (fell) {
        fallen.add(was.of(now.median()));
      }
    }
    return new Outcome(fallen, measured);
  }

  private boolean isLower(Spread now, GuardedRatio was) {
    return now.median() < was.ratio() * (1 - tolerance);
  }

  private String line(GuardedRatio was, Spread now) {
    return String.format(
        Locale.ROOT,
        "%s was %.3g, is %.3g (%.3g to %.3g), may be %.3g",
        was,
        was.ratio(),
        now.median(),
        now.low(),
        now.high(),
        was.ratio() * (1 - tolerance));
  }
}
