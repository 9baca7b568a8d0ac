package io.blocktier.segments.tiering;

/**
 * How full the hot tier may be. Immutable and thread-safe.
 *
 * @param highBytes with more bytes than these, segments go
 * @param lowBytes until there are no more than these
 */
public record Watermark(long highBytes, long lowBytes) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the low mark is negative or above the high one
   */
  public Watermark {
    if (lowBytes < 0 || highBytes < lowBytes) {
      throw new IllegalArgumentException(
          "the hot tier cannot be emptied from " + highBytes + " to " + lowBytes + " bytes");
    }
  }
}
