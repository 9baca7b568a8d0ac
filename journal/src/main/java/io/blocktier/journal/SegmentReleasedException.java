package io.blocktier.journal;

import java.io.IOException;

/** The bytes have made room for others. */
public final class SegmentReleasedException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Names what is full or gone.
   *
   * @param segment its number
   */
  public SegmentReleasedException(long segment) {
    super("segment " + segment + " of the journal was released");
  }
}
