package io.blocktier.gateway;

/** What a key may do with a bucket, from less to more. */
public enum Right {
  /** Look at the bucket and read its objects. */
  READ_ONLY,
  /** Everything. */
  READ_WRITE;

  /**
   * Returns whether this right suffices.
   *
   * @param needed the right that is asked for
   * @return true if this one grants it
   */
  public boolean covers(Right needed) {
    return compareTo(needed) >= 0;
  }
}
