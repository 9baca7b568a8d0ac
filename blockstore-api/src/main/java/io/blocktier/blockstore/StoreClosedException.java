package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * The store was closed, before the call or during it. A write that was under way may or may not
 * have taken effect.
 */
public final class StoreClosedException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public StoreClosedException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public StoreClosedException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
