package io.blocktier.journal;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.journal.disk.DiskStalledException;
import io.blocktier.journal.disk.DiskWatch;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits for signals. */
final class Waiting {

  private Waiting() {}

  /** Waits until a deadline; an interrupt ends the wait and is kept. */
  static void await(Signal signal, Deadline deadline, DiskWatch watch, String what)
      throws JournalTimeoutException, DiskStalledException, InterruptedIOException {
    try {
      if (!watch.await(signal, deadline)) {
        throw new JournalTimeoutException(what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted: " + what);
    }
  }

  /**
   * Waits on behalf of others too, whom an interrupt of this thread does not concern; longer where
   * it is the disk that takes that long.
   */
  static void awaitThroughInterrupts(
      Signal signal, Duration timeout, JournalEffects effects, String what)
      throws JournalTimeoutException {
    Ticker ticker = effects.effects().ticker();
    Deadline deadline = Deadline.in(timeout, ticker);
    boolean interrupted = false;
    boolean graced = false;
    try {
      while (true) {
        try {
          if (signal.await(deadline.remaining(ticker))) {
            return;
          }
          boolean hung = effects.watch().longest().compareTo(timeout.dividedBy(2)) >= 0;
          if (!hung && !graced) {
            throw new JournalTimeoutException(what);
          }
          graced = hung; // what has hung until now gets as long as anything else
          deadline = Deadline.in(timeout, ticker);
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
