package io.blocktier.cache;

import java.time.Duration;

/**
 * How many blocks travel at a time: one more with every round of successes, half as many when the
 * store fails some. When it fails several in a row and takes none, only one at a time is tried,
 * ever more rarely, until it takes one. Guarded by the flusher.
 */
final class FlushPace {

  private static final int FAILURES_OF_A_STORE_THAT_IS_DOWN = 3;

  private final int most;
  private final Duration minBackoff;
  private final Duration maxBackoff;
  private double limit;
  private double threshold;
  private int failuresInRow;
  private boolean paused;
  private boolean probing;
  private Duration backoff;
  private long probeAt;
  private long calls;
  private long callsBeforeDecrease;

  FlushPace(int most, Duration minBackoff, Duration maxBackoff) {
    this.most = most;
    this.minBackoff = minBackoff;
    this.maxBackoff = maxBackoff;
    this.limit = most;
    this.threshold = most;
    this.backoff = minBackoff;
  }

  void pause(boolean pauses) {
    paused = pauses;
  }

  FlushState state() {
    if (paused) {
      return FlushState.PAUSED;
    }
    return isDown() ? FlushState.BACKEND_DOWN : FlushState.RUNNING;
  }

  private boolean isDown() {
    return failuresInRow >= FAILURES_OF_A_STORE_THAT_IS_DOWN;
  }

  /** Returns how many may travel at a time. */
  int limit() {
    return isDown() ? 1 : (int) limit;
  }

  /** Tells whether one more may start beside those that travel. */
  boolean admits(int travelling, long now) {
    if (paused) {
      return false;
    }
    return isDown() ? !probing && now - probeAt >= 0 : travelling < (int) limit;
  }

  /** Tells when the next one may be tried, if that is a matter of time alone. */
  boolean waitsForProbe() {
    return !paused && isDown() && !probing;
  }

  long probeAt() {
    return probeAt;
  }

  /** Notes that one starts; returns what tells it from others. */
  long started() {
    probing = isDown();
    calls++;
    return calls;
  }

  void succeeded() {
    failuresInRow = 0;
    probing = false;
    backoff = minBackoff;
    limit = Math.min(most, limit < threshold ? limit + 1 : limit + 1 / limit);
  }

  /**
   * Notes that the store failed a call; those that started before the last decrease tell no news.
   */
  void failed(long call, long now, Duration atLeast) {
    failuresInRow++;
    probing = false;
    if (call > callsBeforeDecrease) {
      callsBeforeDecrease = calls;
      threshold = Math.max(1, limit / 2);
      limit = threshold;
    }
    if (isDown()) {
      limit = 1;
      probeAt = now + max(backoff, atLeast).toNanos();
      backoff = longer(backoff);
    }
  }

  /** Notes that one ended without telling anything about the store. */
  void ended() {
    probing = false;
  }

  /** Returns how long a block waits that was failed so often. */
  Duration backoff(int failures, Duration atLeast) {
    Duration pause = minBackoff;
    for (int i = 1; i < failures && pause.compareTo(maxBackoff) < 0; i++) {
      pause = longer(pause);
    }
    return max(pause, atLeast);
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(maxBackoff) < 0 ? twice : maxBackoff;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
