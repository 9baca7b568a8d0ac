package io.blocktier.segments.manifest;

/**
 * Numbers for segments and their objects. Immutable and thread-safe.
 *
 * @param first the first number
 * @param end the number behind the last, not smaller than the first
 */
public record IdRange(long first, long end) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they are in the wrong order
   */
  public IdRange {
    if (first < 1 || end < first) {
      throw new IllegalArgumentException("there are no numbers from " + first + " to " + end);
    }
  }

  /**
   * Tells whether a number is among these.
   *
   * @param id the number
   * @return whether it is
   */
  public boolean contains(long id) {
    return first <= id && id < end;
  }
}
