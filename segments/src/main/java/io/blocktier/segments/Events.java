package io.blocktier.segments;

import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;

/** Tells all who wait for something that they had better look again. Thread-safe. */
final class Events {

  private final Signals signals;
  private Signal next;

  Events(Signals signals) {
    this.signals = signals;
    this.next = signals.create();
  }

  /**
   * Returns what the next event raises. To be taken before one looks, so that nothing is missed.
   */
  synchronized Signal next() {
    return next;
  }

  void happened() {
    Signal raised;
    synchronized (this) {
      raised = next;
      next = signals.create();
    }
    raised.raise();
  }
}
