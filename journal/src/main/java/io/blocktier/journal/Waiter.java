package io.blocktier.journal;

import io.blocktier.blockstore.spi.Signals.Signal;

/**
 * Somebody who waits for a record, or for the right to write; made on the thread that waits.
 * Guarded by the ledger.
 */
final class Waiter {

  private final Signal signal;
  private final boolean virtual = Thread.currentThread().isVirtual();
  private boolean leads;
  private boolean alone;

  Waiter(Signal signal) {
    this.signal = signal;
  }

  Signal signal() {
    return signal;
  }

  /** Tells whether to wake it is a matter of this process alone, and cheap. */
  boolean isVirtual() {
    return virtual;
  }

  /** Tells whether nobody else waited for a record when this one began to. */
  boolean isAlone() {
    return alone;
  }

  void beAlone() {
    alone = true;
  }

  boolean leads() {
    return leads;
  }

  void lead() {
    leads = true;
  }
}
