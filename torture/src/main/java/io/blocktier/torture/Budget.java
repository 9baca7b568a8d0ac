package io.blocktier.torture;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * How much a lane does: either so long, or so often.
 *
 * @param deadline when it ends, or empty if rounds count
 * @param ticker elapsed time
 */
record Budget(Optional<Deadline> deadline, Ticker ticker) {

  static Budget of(Optional<Duration> time, Ticker ticker) {
    return new Budget(time.map(duration -> Deadline.in(duration, ticker)), ticker);
  }

  /** Tells whether to go on after a number of rounds; without a time {@code enough} are enough. */
  boolean goesOn(long rounds, long enough) {
    return deadline.map(end -> end.remaining(ticker).isPositive()).orElseGet(() -> rounds < enough);
  }

  /** Returns an equal share of the time that is left, one of so many. */
  Budget share(int shares) {
    return of(deadline.map(end -> end.remaining(ticker).dividedBy(shares)), ticker);
  }
}
