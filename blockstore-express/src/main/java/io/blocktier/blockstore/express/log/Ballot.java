package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts which stores have what was sent to them, until a quorum has or cannot have any more. */
final class Ballot {

  private final int needed;
  private final Signal decided;
  private int open;
  private int held;
  private @Nullable Throwable refusal;
  private boolean fenced;

  Ballot(int voters, int needed, Signal decided) {
    this.open = voters;
    this.needed = needed;
    this.decided = decided;
  }

  synchronized void holds() {
    held++;
    counted();
  }

  synchronized void fails(Throwable why) {
    fenced |= why instanceof AppendLogException.Fenced;
    refusal = refusal == null || why instanceof AppendLogException.Fenced ? why : refusal;
    counted();
  }

  private void counted() {
    open--;
    if (held >= needed || held + open < needed) {
      decided.raise();
    }
  }

  /**
   * Waits for the outcome.
   *
   * @param timeout how long at most
   * @throws AppendLogException.Fenced if too few hold it, and another writer is why
   * @throws AppendLogException.Doubtful if too few hold it in time
   */
  void await(Duration timeout) throws AppendLogException {
    boolean interrupted = false;
    try {
      boolean ignored = decided.await(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted = true;
    }
    judge(interrupted);
  }

  private synchronized void judge(boolean interrupted) throws AppendLogException {
    if (held >= needed) {
      return;
    }
    if (fenced) {
      throw new AppendLogException.Fenced(
          "another writer has opened the log; this one is over", refusal);
    }
    String why = interrupted ? "interrupted while " : "";
    throw new AppendLogException.Doubtful(
        why + held + " of " + needed + " stores confirmed in time; open the log again", refusal);
  }
}
