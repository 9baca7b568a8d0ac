package io.blocktier.gateway.form;

/**
 * How many bytes a file may have.
 *
 * @param least at least
 * @param most at most
 */
record LengthRange(long least, long most) {

  /** Returns what both allow. */
  LengthRange and(LengthRange other) {
    return new LengthRange(Math.max(least, other.least), Math.min(most, other.most));
  }
}
