package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * The request itself is wrong: a size beyond a limit, a target buffer too small, content of another
 * length than announced. Nothing was changed; the caller has to ask differently.
 */
public sealed class InvalidRequestException extends BlockStoreException
    permits RangeNotSatisfiableException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public InvalidRequestException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public InvalidRequestException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
