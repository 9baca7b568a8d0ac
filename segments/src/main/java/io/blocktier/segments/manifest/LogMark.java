package io.blocktier.segments.manifest;

/**
 * How far a local log is covered by segments. Immutable and thread-safe.
 *
 * @param log which log, at most {@value #MAX_NAME_LENGTH} characters
 * @param position what is in it up to here, inclusive, is in segments; 0 or more
 */
public record LogMark(String log, long position) {

  /** The longest name of a log. */
  public static final int MAX_NAME_LENGTH = 255;

  /**
   * Checks name and position.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public LogMark {
    if (log.length() > MAX_NAME_LENGTH || position < 0) {
      throw new IllegalArgumentException("there is no position " + position + " in log " + log);
    }
  }
}
