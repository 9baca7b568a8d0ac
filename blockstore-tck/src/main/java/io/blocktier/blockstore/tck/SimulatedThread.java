package io.blocktier.blockstore.tck;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A thread of a {@link Simulation}, which runs while it has the turn. */
final class SimulatedThread {

  private final long id;
  private final Semaphore turn = new Semaphore(0);
  private @Nullable SimulatedSignal signal;
  private long deadline;
  private boolean done;

  SimulatedThread(long id, long now) {
    this.id = id;
    this.deadline = now;
  }

  long id() {
    return id;
  }

  void turn() {
    turn.release();
  }

  void awaitTurn() {
    turn.acquireUninterruptibly();
  }

  void waitFor(@Nullable SimulatedSignal other, long until) {
    signal = other;
    deadline = until;
  }

  boolean isReady(long now) {
    return deadline <= now || (signal != null && signal.isRaised());
  }

  long deadline() {
    return deadline;
  }

  void done() {
    done = true;
  }

  void thrownOut() {
    done = false;
  }

  boolean isDone() {
    return done;
  }

  @Override
  public String toString() {
    return "thread " + id + (signal == null ? "" : " waiting");
  }
}
