package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * The store has no room for the block: disk full, quota reached, or too large for it. Nothing was
 * changed. Free space, then write again.
 */
public final class OutOfSpaceException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public OutOfSpaceException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public OutOfSpaceException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
