package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * The store does not accept these credentials, or not for this operation. Nothing was changed;
 * trying again does not help.
 */
public final class AccessRefusedException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public AccessRefusedException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public AccessRefusedException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
