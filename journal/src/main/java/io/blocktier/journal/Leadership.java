package io.blocktier.journal;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may write: one at a time. A task leads as long as something is queued; whoever needs the
 * right for something else claims it, and goes first. Guarded by the ledger.
 */
final class Leadership {

  private final SequencedSet<Waiter> claims = new LinkedHashSet<>();
  private boolean led;

  /** Lets a task lead, where nobody does; tells whether the caller starts it. */
  boolean begin() {
    boolean begins = !led;
    led = true;
    return begins;
  }

  /** Adds somebody who has to lead; leads at once if nobody does. */
  void claim(Waiter waiter) {
    if (led) {
      claims.addLast(waiter);
    } else {
      led = true;
      waiter.lead();
    }
  }

  void leave(Waiter waiter) {
    claims.remove(waiter);
  }

  /** Tells whether somebody waits for the right to write. */
  boolean isClaimed() {
    return !claims.isEmpty();
  }

  /** Lets somebody else lead: those who claim it first, then a task for what is queued. */
  Next handOn(boolean queued) {
    Waiter next = claims.isEmpty() ? null : claims.removeFirst();
    led = next != null || queued;
    if (next != null) {
      next.lead();
    }
    return new Next(next, next == null && queued);
  }

  /** Who leads next: somebody who claimed it, or a task that the caller starts, or nobody. */
  record Next(@Nullable Waiter waiter, boolean task) {}
}
