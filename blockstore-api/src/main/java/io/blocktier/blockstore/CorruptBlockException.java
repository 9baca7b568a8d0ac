package io.blocktier.blockstore;

import org.jspecify.annotations.Nullable;

/**
 * Bytes do not match the checksum or length that was recorded for them. The bytes handed out, if
 * any, are not to be used.
 */
public final class CorruptBlockException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the failure.
   *
   * @param failure what went wrong, where, and the remedy
   */
  public CorruptBlockException(Failure failure) {
    this(failure, null);
  }

  /**
   * Describes the failure with its cause.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   */
  public CorruptBlockException(Failure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
