package io.blocktier.segments.format;

/** Bytes that are no part of a segment, or not of this one; the message says what is wrong. */
final class FormatException extends Exception {

  private static final long serialVersionUID = 1L;

  FormatException(String detail) {
    super(detail);
  }

  FormatException(String detail, Throwable cause) {
    super(detail, cause);
  }

  /** Fails unless something holds that does in every segment. */
  static void require(boolean holds, String otherwise) throws FormatException {
    if (!holds) {
      throw new FormatException(otherwise);
    }
  }
}
