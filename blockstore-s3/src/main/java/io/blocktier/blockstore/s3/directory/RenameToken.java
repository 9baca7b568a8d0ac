package io.blocktier.blockstore.s3.directory;

import java.util.Optional;

/**
 * By what the server knows a rename again whose reply was lost.
 *
 * @param value 1 to 64 visible ASCII characters, never used for another rename
 */
public record RenameToken(String value) {

  private static final ScopedValue<RenameToken> CURRENT = ScopedValue.newInstance();

  /**
   * Returns the token of the rename that the thread is in.
   *
   * @return the token, or empty if there is none
   */
  public static Optional<RenameToken> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * Makes a rename, with all its attempts, under this token.
   *
   * @param <T> the result
   * @param <X> what may be thrown
   * @param rename the rename
   * @return its result
   * @throws X what it threw
   */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> rename) throws X {
    return ScopedValue.where(CURRENT, this).<T, X>call(rename);
  }
}
