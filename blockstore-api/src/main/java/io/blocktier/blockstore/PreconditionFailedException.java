package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * A condition did not hold and nothing was changed: somebody else was first. Read again and decide
 * anew.
 */
public final class PreconditionFailedException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public PreconditionFailedException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public PreconditionFailedException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
