package io.blocktier.torture;

/** This machine lacks what a lane needs; the message says what. */
final class SkippedException extends Exception {

  private static final long serialVersionUID = 1L;

  SkippedException(String reason) {
    super(reason);
  }
}
