package io.blocktier.blockstore.s3.wire;

import software.amazon.awssdk.http.Abortable;

/** The time limits of one call, kept by somebody who looks on. */
public interface Watch {

  /**
   * Puts a connection under the watch instead of an earlier one. It is aborted when the time is
   * over, by another thread, and at once where that is so already.
   *
   * @param connection what to abort
   */
  void attach(Abortable connection);

  /** Notes that bytes have moved. */
  void heard();

  /**
   * Returns how long the call may still take.
   *
   * @return nanoseconds, zero or less where the time is over
   */
  long nanosLeft();
}
