package io.blocktier.blockstore;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store cannot serve the call now, and the call is known to have had no effect: throttled,
 * down, unreachable, timed out on an idempotent call, or held back by a bound of our own. Trying
 * again later makes sense.
 */
public final class StoreUnavailableException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  private final boolean throttled;
  private final @Nullable Duration retryAfter;

  private StoreUnavailableException(
      Failure failure,
      @Nullable Throwable cause,
      boolean throttled,
      @Nullable Duration retryAfter) {
    super(failure, cause);
    this.throttled = throttled;
    this.retryAfter = retryAfter;
  }

  /**
   * Describes a store that is down, unreachable or too slow.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what was met, or null
   */
  public StoreUnavailableException(Failure failure, @Nullable Throwable cause) {
    this(failure, cause, false, null);
  }

  /**
   * Describes a store that asks for fewer requests (HTTP 429, 503 SlowDown).
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what was met, or null
   * @param retryAfter how long the store asked to wait, or null if it did not say
   * @return the exception
   */
  public static StoreUnavailableException throttled(
      Failure failure, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    return new StoreUnavailableException(failure, cause, true, retryAfter);
  }

  /**
   * Tells whether the store asked for fewer requests, rather than being down.
   *
   * @return whether to slow down
   */
  public boolean throttled() {
    return throttled;
  }

  /**
   * Returns how long the store asked to wait.
   *
   * @return the wait, or empty if it did not say
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
