package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * The key has no block, or the bucket or directory of the store itself is missing; the message says
 * which. Create it, or take the absence as an answer.
 */
public final class BlockNotFoundException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public BlockNotFoundException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public BlockNotFoundException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
