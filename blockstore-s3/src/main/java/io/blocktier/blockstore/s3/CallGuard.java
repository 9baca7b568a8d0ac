package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.s3.wire.Watch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/**
 * The time limits of one call: a deadline for the whole, and the longest silence within it. Whoever
 * opens a connection for the call attaches what closes it; what is attached after the time is over
 * is closed at once.
 */
final class CallGuard implements Watch, AutoCloseable {

  private static final ScopedValue<CallGuard> CURRENT = ScopedValue.newInstance();

  private final Watchdog watchdog;
  private final long deadline;
  private final long silenceNanos;
  private final long number;
  private volatile long heardAt;
  private @Nullable Abortable connection;
  private boolean expired;

  /** When the watchdog looks again. Changed by it alone, and never while it keeps the guard. */
  private long lookAt;

  CallGuard(Watchdog watchdog, long now, long limitNanos, long silenceNanos, long number) {
    this.watchdog = watchdog;
    this.deadline = now + limitNanos;
    this.silenceNanos = silenceNanos;
    this.number = number;
    this.heardAt = now;
    this.lookAt = now + Math.min(limitNanos, silenceNanos);
  }

  /**
   * Returns the guard of the call that the thread is in.
   *
   * @return the guard, or empty outside of {@link #call}
   */
  static Optional<CallGuard> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * Runs a call under this guard.
   *
   * @param action the call
   * @return its result
   * @throws X what it threw
   */
  <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> action) throws X {
    return ScopedValue.where(CURRENT, this).<T, X>call(action);
  }

  long number() {
    return number;
  }

  long lookAt() {
    return lookAt;
  }

  /** Notes that bytes have moved. */
  @Override
  public void heard() {
    heardAt = watchdog.now();
  }

  @Override
  public long nanosLeft() {
    return deadline - watchdog.now();
  }

  /**
   * Puts a connection under this guard, instead of an earlier one.
   *
   * @param newest closes the connection, from any thread
   */
  @Override
  public void attach(Abortable newest) {
    synchronized (this) {
      connection = newest;
      if (expired) {
        newest.abort();
      }
    }
  }

  /**
   * Tells whether the call has used up its time or its patience; if not, says when to look again.
   */
  boolean isDue(long now) {
    long last = heardAt;
    long patience = last + silenceNanos;
    lookAt = patience - deadline < 0 ? patience : deadline;
    return now - lookAt >= 0;
  }

  /** Ends the call: closes its connection, now or as soon as it has one. */
  void expire() {
    synchronized (this) { // a connection that was detached meanwhile may be somebody else's by now
      expired = true;
      if (connection != null) {
        connection.abort();
      }
    }
  }

  synchronized boolean expired() {
    return expired;
  }

  @Override
  public void close() {
    watchdog.release(this);
  }
}
