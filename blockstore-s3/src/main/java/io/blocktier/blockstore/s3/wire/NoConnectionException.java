package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No connection was to be had, so that nothing of the request has been sent. */
public final class NoConnectionException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean exhausted;

  private NoConnectionException(String message, boolean exhausted, @Nullable Throwable cause) {
    super(message, cause);
    this.exhausted = exhausted;
  }

  static NoConnectionException exhausted(String message) {
    return new NoConnectionException(message, true, null);
  }

  static NoConnectionException because(String message, @Nullable Throwable cause) {
    return new NoConnectionException(message, false, cause);
  }

  /**
   * Tells whether all connections were busy.
   *
   * @return whether more connections would have helped
   */
  public boolean exhausted() {
    return exhausted;
  }
}
