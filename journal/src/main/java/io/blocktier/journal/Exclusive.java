package io.blocktier.journal;

import java.time.Duration;

/** Runs something when nobody writes. */
final class Exclusive {

  private static final Duration TURN_TIMEOUT = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final JournalEffects effects;

  Exclusive(Ledger ledger, JournalEffects effects) {
    this.ledger = ledger;
    this.effects = effects;
  }

  /** Runs something, which hands on. */
  void run(Runnable task) throws JournalTimeoutException {
    Waiter claim = ledger.claim();
    if (!ledger.leads(claim)) {
      awaitTurn(claim);
    }
    task.run();
  }

  private void awaitTurn(Waiter claim) throws JournalTimeoutException {
    try {
      Waiting.awaitThroughInterrupts(
          claim.signal(), TURN_TIMEOUT, effects, "the writer of the journal to let go");
    } catch (JournalTimeoutException e) {
      if (ledger.withdraw(claim)) {
        throw e;
      }
    }
  }
}
