package io.blocktier.benchmarks.measure;

import java.util.Locale;
import java.util.Optional;

/**
 * How far what is durable lags behind what was acknowledged. Immutable.
 *
 * @param kind whether there is such a lag
 * @param where which place it is about, and what else has to be said
 * @param p50Millis what half of the acknowledged did not exceed; of those that were measured
 * @param p99Millis what 99 of 100 did not exceed; of those that were measured
 */
public record DurableLag(
    Kind kind, String where, Optional<Double> p50Millis, Optional<Double> p99Millis) {

  /** What there is to say about a lag. */
  public enum Kind {
    /** What is acknowledged is as durable as it gets. */
    NONE,
    /** It goes on to a better place, and that is how long it took. */
    MEASURED,
    /** It goes there at some time, or not at all. */
    UNBOUNDED
  }

  /**
   * Checks that what was measured is there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public DurableLag {
    if (kind == null || where == null || where.isBlank()) {
      throw new IllegalArgumentException("a durable lag has to say what it is about");
    }
    if ((kind == Kind.MEASURED) != (p50Millis.isPresent() && p99Millis.isPresent())) {
      throw new IllegalArgumentException(
          "times belong to a lag that was measured, and to no other");
    }
  }

  /** Returns that nothing lags. */
  public static DurableLag none(String where) {
    return new DurableLag(Kind.NONE, where, Optional.empty(), Optional.empty());
  }

  /** Returns what was measured, in milliseconds. */
  public static DurableLag measured(String where, double p50Millis, double p99Millis) {
    return new DurableLag(Kind.MEASURED, where, Optional.of(p50Millis), Optional.of(p99Millis));
  }

  /** Returns that nobody knows, and why. */
  public static DurableLag unbounded(String why) {
    return new DurableLag(Kind.UNBOUNDED, why, Optional.empty(), Optional.empty());
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none: " + where;
      case MEASURED ->
          String.format(
              Locale.ROOT,
              "p50 %.0f ms, p99 %.0f ms: %s",
              p50Millis.orElseThrow(),
              p99Millis.orElseThrow(),
              where);
      case UNBOUNDED -> "unbounded: " + where;
    };
  }
}
