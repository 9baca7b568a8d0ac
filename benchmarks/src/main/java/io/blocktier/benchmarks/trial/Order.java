package io.blocktier.benchmarks.trial;

/**
 * What a worker is told, one line of JSON each. Immutable.
 *
 * @param kind what to do
 * @param millis how long a round should take
 */
public record Order(Kind kind, long millis) {

  /** What there is to be told. */
  public enum Kind {
    /** Does what has to be there before the first round. */
    PREPARE,
    /** Does one round. */
    ROUND,
    /** Closes what is open, and ends. */
    STOP
  }
}
