package io.blocktier.segments.packed;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Bounds the memory of blocks that were taken in and have no place in the log yet: ten thousand
 * writers may come at once. Thread-safe.
 */
final class IntakeRoom {

  private final long maxBytes;
  private final Signals signals;
  private final Ticker ticker;
  private final Duration patience;
  private Signal freed;
  private long used;

  IntakeRoom(long maxBytes, Signals signals, Ticker ticker, Duration patience) {
    this.maxBytes = maxBytes;
    this.signals = signals;
    this.ticker = ticker;
    this.patience = patience;
    this.freed = signals.create();
  }

  /** Takes room; a block larger than all of it has it alone. */
  void take(long bytes) throws TimeoutException, InterruptedException {
    Deadline deadline = Deadline.in(patience, ticker);
    while (true) {
      Signal next;
      synchronized (this) {
        if (used == 0 || used + bytes <= maxBytes) {
          used += bytes;
          return;
        }
        next = freed;
      }
      if (!next.await(deadline.remaining(ticker))) {
        throw new TimeoutException("there was no room for " + bytes + " bytes for " + patience);
      }
    }
  }

  void give(long bytes) {
    Signal before;
    synchronized (this) {
      used -= bytes;
      before = freed;
      freed = signals.create();
    }
    before.raise();
  }
}
