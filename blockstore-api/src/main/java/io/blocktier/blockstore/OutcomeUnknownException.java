package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * A write whose reply was lost: it may have taken effect, may take effect later, or may not. Look
 * before writing again; where a write carries a {@link PutId}, the retry layer looks by itself.
 */
public final class OutcomeUnknownException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public OutcomeUnknownException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public OutcomeUnknownException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
