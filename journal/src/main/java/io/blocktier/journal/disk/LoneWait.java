package io.blocktier.journal.disk;

import io.blocktier.blockstore.spi.Signals.Signal;

/**
 * Lets a thread that waits for the disk alone keep its processor, as long as the disk answers
 * within the moment that this is good for. A virtual thread gives its processor to others in any
 * case. Thread-safe.
 */
public final class LoneWait {

  private final Spins spins = new Spins();

  /** Has waited for nothing yet. */
  public LoneWait() {}

  /**
   * Waits for a moment.
   *
   * @param signal what nobody else waits for
   * @return whether it is raised by now; if not, nothing is said
   */
  public boolean isRaisedSoon(Signal signal) {
    if (Thread.currentThread().isVirtual() || !spins.pay()) {
      return false;
    }
    boolean raised = signal.expect();
    if (raised) {
      spins.paid();
    }
    return raised;
  }
}
