package io.blocktier.blockstore.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * When the operation under way has to be over. The retry layer binds one around each attempt; a
 * store asks for what is left before it waits. Not inherited by tasks handed to an executor, which
 * bind it again. Immutable and thread-safe.
 *
 * @param nanos the moment by the {@link Ticker} that made it
 */
public record Deadline(long nanos) {

  private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

  /**
   * Returns the deadline a time from now.
   *
   * @param timeout the time that is left
   * @param ticker elapsed time
   * @return the deadline
   */
  public static Deadline in(Duration timeout, Ticker ticker) {
    return new Deadline(ticker.nanos() + timeout.toNanos());
  }

  /**
   * Returns the deadline that holds for the calling thread.
   *
   * @return the deadline, or empty if none is bound
   */
  public static Optional<Deadline> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * Returns the time that is left.
   *
   * @param ticker the ticker that made this deadline
   * @return the time, zero or negative when it is over
   */
  public Duration remaining(Ticker ticker) {
    return Duration.ofNanos(nanos - ticker.nanos());
  }

  /**
   * Runs an operation under this deadline, or under the one that holds already where that is
   * earlier.
   *
   * @param <T> what the operation returns
   * @param <X> what it throws
   * @param operation what to run on the calling thread
   * @return what it returned
   * @throws X what it threw
   */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> operation)
      throws X {
    Deadline earlier = current().filter(outer -> outer.nanos - nanos < 0).orElse(this);
    return ScopedValue.where(CURRENT, earlier).<T, X>call(operation);
  }
}
