package io.blocktier.segments.manifest;

/**
 * The least and the greatest sequence number of some records. Immutable and thread-safe.
 *
 * @param least 0 or more
 * @param greatest not less than the least
 */
public record SequenceSpan(long least, long greatest) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it is wrong
   */
  public SequenceSpan {
    if (least < 0 || greatest < least) {
      throw new IllegalArgumentException("there are no numbers from " + least + " to " + greatest);
    }
  }
}
