package io.blocktier.journal;

import io.blocktier.blockstore.spi.Signals.Signal;

/** Somebody who waits for a record, or for the right to write. Guarded by the ledger. */
final class Waiter {

  private final Signal signal;
  private boolean leads;

  Waiter(Signal signal) {
    this.signal = signal;
  }

  Signal signal() {
    return signal;
  }

  boolean leads() {
    return leads;
  }

  void lead() {
    leads = true;
  }
}
