package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Lets several threads commit to one manifest, one behind the other, in the order in which they
 * come. Each plans its edits against the newest manifest, when it is its turn. Thread-safe.
 */
public final class ManifestCommits {

  private final ManifestWriter writer;
  private final Signals signals;
  private final Duration patience;
  private final Queue<Signal> waiting = new ArrayDeque<>();
  private boolean taken;

  /**
   * Shares a writer, which nobody else may use from now on.
   *
   * @param writer the writer
   * @param signals how threads wait for their turn
   * @param patience how long a thread waits for its turn at most
   */
  public ManifestCommits(ManifestWriter writer, Signals signals, Duration patience) {
    this.writer = writer;
    this.signals = signals;
    this.patience = patience;
  }

  /** What to change in a manifest, found out when it is the planner's turn. */
  @FunctionalInterface
  public interface Plan {

    /**
     * Returns the edits.
     *
     * @param newest the manifest that they are applied to
     * @return what to change; nothing is committed where there is nothing
     * @throws ManifestException to give up
     */
    List<Edit> edits(Manifest newest) throws ManifestException;
  }

  /**
   * Returns the manifest of the last commit that was acknowledged.
   *
   * @return the manifest
   */
  public Manifest current() {
    return writer.current();
  }

  /**
   * Commits what a plan wants, all of it or nothing.
   *
   * @param plan called once, when nobody else commits
   * @return the manifest with the changes, or the newest where there is nothing to change
   * @throws ContendedException if it was not this thread's turn in time; nothing was changed
   * @throws ManifestException as {@link ManifestWriter#commit} does, or as the plan does
   * @throws BlockStoreException if the store fails; nothing was changed
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was changed
   */
  public Manifest commit(Plan plan)
      throws ManifestException, BlockStoreException, InterruptedException {
    enter();
    try {
      Manifest newest = writer.settled();
      List<Edit> edits = plan.edits(newest);
      return edits.isEmpty() ? newest : writer.commit(edits);
    } finally {
      leave();
    }
  }

  /**
   * Takes numbers for segments and their objects, which nobody gets again.
   *
   * @param count how many, 1 or more
   * @return the numbers
   * @throws ManifestException as {@link #commit} does
   * @throws BlockStoreException as {@link #commit} does
   * @throws InterruptedException as {@link #commit} does
   */
  public IdRange reserve(int count)
      throws ManifestException, BlockStoreException, InterruptedException {
    enter();
    try {
      return writer.reserve(count);
    } finally {
      leave();
    }
  }

  /**
   * Deletes old manifests, as {@link ManifestWriter#prune()} does.
   *
   * @return what was done
   * @throws ManifestException as {@link #commit} does
   * @throws BlockStoreException if the store fails
   * @throws InterruptedException as {@link #commit} does
   */
  public PruneReport prune() throws ManifestException, BlockStoreException, InterruptedException {
    enter();
    try {
      return writer.prune();
    } finally {
      leave();
    }
  }

  /**
   * Looks whether nobody else has taken over, by two small requests, and without a turn.
   *
   * @throws ManifestException if another writer took over, or the chain is damaged
   * @throws BlockStoreException if the store fails
   */
  public void requireUnfenced() throws ManifestException, BlockStoreException {
    writer.requireUnfenced();
  }

  private void enter() throws ContendedException, InterruptedException {
    Signal turn = signals.create();
    synchronized (this) {
      if (!taken) {
        taken = true;
        return;
      }
      waiting.add(turn);
    }
    boolean entered = false;
    try {
      entered = turn.await(patience);
    } finally {
      if (!entered && !withdraw(turn)) {
        leave(); // the turn came at the last moment
      }
    }
    if (!entered) {
      throw new ContendedException(
          writer.name(), "no turn to commit within " + patience + ", as others go first");
    }
  }

  private synchronized boolean withdraw(Signal turn) {
    return waiting.remove(turn);
  }

  private synchronized void leave() {
    Signal next = waiting.poll();
    if (next == null) {
      taken = false;
    } else {
      next.raise();
    }
  }
}
