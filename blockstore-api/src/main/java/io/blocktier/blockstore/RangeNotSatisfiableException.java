package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/** The range starts at or beyond the end of the block; {@link ByteRange} has the rule. */
public final class RangeNotSatisfiableException extends InvalidRequestException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public RangeNotSatisfiableException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public RangeNotSatisfiableException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
