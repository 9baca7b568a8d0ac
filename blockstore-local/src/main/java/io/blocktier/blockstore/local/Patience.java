package io.blocktier.blockstore.local;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;

/**
 * How long calls wait for what others hold.
 *
 * @param most the longest wait, whatever the call has left
 * @param ticker the time of deadlines
 */
record Patience(Duration most, Ticker ticker) {

  /** Returns how long the call of this thread may wait from now on; never negative. */
  Duration left() {
    Duration left = Deadline.current().map(deadline -> deadline.remaining(ticker)).orElse(most);
    Duration bounded = left.compareTo(most) < 0 ? left : most;
    return bounded.isNegative() ? Duration.ZERO : bounded;
  }
}
