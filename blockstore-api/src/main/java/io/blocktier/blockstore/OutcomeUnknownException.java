package io.blocktier.blockstore;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write whose reply was lost: it may have taken effect, may take effect later, or may not. Look
 * before writing again; where a write carries a {@link PutId}, the retry layer looks by itself.
 *
 * <p>A server that answers a write with 500 or 503 has not said either whether it took effect. Such
 * an answer may still ask for fewer requests: {@link #throttled()} and {@link #retryAfter()} carry
 * that to the layers that wait and that limit, as {@link StoreUnavailableException} does for calls
 * known to have had no effect.
 */
public final class OutcomeUnknownException extends BlockStoreException {

  private static final long serialVersionUID = 1L;

  private final boolean throttled;
  private final @Nullable Duration retryAfter;

  private OutcomeUnknownException(
      Failure failure,
      @Nullable Throwable cause,
      boolean throttled,
      @Nullable Duration retryAfter) {
    super(failure, cause);
    this.throttled = throttled;
    this.retryAfter = retryAfter;
  }

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
    this(failure, cause, false, null);
  }

  /**
   * Describes a write that was answered with a request to slow down (HTTP 503), which does not say
   * whether it took effect.
   *
   * @param failure what went wrong, where, and the remedy
   * @param cause what the store met, or null
   * @param retryAfter how long the store asked to wait, or null if it did not say
   * @return the exception
   */
  public static OutcomeUnknownException throttled(
      Failure failure, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    return new OutcomeUnknownException(failure, cause, true, retryAfter);
  }

  /**
   * Tells whether the store asked for fewer requests.
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
