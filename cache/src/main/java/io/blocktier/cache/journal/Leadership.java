package io.blocktier.cache.journal;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may write: one at a time. Whoever waits for a record leads where nobody does, and hands on
 * when its own is durable. Guarded by the ledger.
 */
final class Leadership {

  private final SequencedSet<Waiter> claims = new LinkedHashSet<>();
  private final SequencedSet<Waiter> waiting = new LinkedHashSet<>();
  private boolean led;
  private boolean background;

  /** Adds somebody who waits for a record; leads at once if nobody does. */
  void enlist(Waiter waiter) {
    add(waiting, waiter);
  }

  /** Adds somebody who has to lead, and goes before those who wait. */
  void claim(Waiter waiter) {
    add(claims, waiter);
  }

  private void add(SequencedSet<Waiter> line, Waiter waiter) {
    if (led) {
      line.addLast(waiter);
    } else {
      led = true;
      waiter.lead();
    }
  }

  void leave(Waiter waiter) {
    claims.remove(waiter);
    waiting.remove(waiter);
  }

  /** Asks for a task; tells whether the caller starts it. */
  boolean wantBackground() {
    boolean starts = !led;
    background = true;
    led = true;
    return starts;
  }

  /** Forgets that a task was asked for. */
  void forgetBackground() {
    background = false;
  }

  /** Lets somebody else lead: those who claim it first, then those who wait, then a task. */
  Next handOn(boolean queued) {
    SequencedSet<Waiter> line = claims.isEmpty() ? waiting : claims;
    Waiter next = line.isEmpty() ? null : line.removeFirst();
    background &= queued;
    led = next != null || background;
    if (next != null) {
      next.lead();
    }
    return new Next(next, next == null && background);
  }

  /** Who leads next: somebody who waits, or a task that the caller starts, or nobody. */
  record Next(@Nullable Waiter waiter, boolean task) {}
}
