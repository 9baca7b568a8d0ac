package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot do what was asked, or the option could not be honoured. Nothing was changed.
 * {@link BlockStore#capabilities()} tells beforehand.
 */
public final class UnsupportedByStoreException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public UnsupportedByStoreException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public UnsupportedByStoreException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
