package io.blocktier.cache.journal;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits for signals. */
final class Waiting {

  private Waiting() {}

  /** Waits until a deadline; an interrupt ends the wait and is kept. */
  static void await(Signal signal, Deadline deadline, Ticker ticker, String what)
      throws JournalTimeoutException, InterruptedIOException {
    try {
      if (!signal.await(deadline.remaining(ticker))) {
        throw new JournalTimeoutException(what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted: " + what);
    }
  }

  /** Waits on behalf of others too, whom an interrupt of this thread does not concern. */
  static void awaitThroughInterrupts(Signal signal, Duration timeout, Ticker ticker, String what)
      throws JournalTimeoutException {
    Deadline deadline = Deadline.in(timeout, ticker);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!signal.await(deadline.remaining(ticker))) {
            throw new JournalTimeoutException(what);
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
