package io.blocktier.blockstore.tck;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A thread of a {@link Simulation}, which runs while it has the turn. */
final class SimulatedThread {

  private final long id;
  private final Semaphore turn = new Semaphore(0);
  private volatile @Nullable Thread thread;
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

  /** Called by the thread itself, before anything else. */
  void begin() {
    thread = Thread.currentThread();
    awaitTurn();
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

  /** Returns what to throw where it does not give its turn back, with its stack. */
  AssertionError stuck(String why) {
    AssertionError stuck = new AssertionError(this + " " + why);
    Thread of = thread;
    if (of != null) {
      stuck.setStackTrace(of.getStackTrace());
    }
    return stuck;
  }

  @Override
  public String toString() {
    return "thread " + id + (signal == null ? "" : " waiting");
  }
}
