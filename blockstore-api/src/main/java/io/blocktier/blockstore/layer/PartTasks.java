package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.bill.RequestScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one transfer, a bounded number of them under way together. The first failure stops
 * the others: those under way are interrupted, no further one begins. For one submitting thread.
 *
 * @param <T> what a part yields
 */
final class PartTasks<T> implements AutoCloseable {

  private final BlockStore store;
  private final Call call;
  private final TransferPolicy policy;
  private final Executor executor;
  private final Semaphore free;
  private final @Nullable Object[] results;
  private final Set<Thread> running = new HashSet<>();
  private final List<Throwable> failures = new ArrayList<>();
  private boolean stopped;

  PartTasks(BlockStore store, Call call, int parts, TransferPolicy policy, Executor executor) {
    this.store = store;
    this.call = call;
    this.policy = policy;
    this.executor = executor;
    this.free = new Semaphore(policy.partsInFlight());
    this.results = new Object[parts];
  }

  /**
   * Starts a part as soon as there is room.
   *
   * @param release runs when the part is over; if this call fails, it does not
   * @throws BlockStoreException if another part failed, or none comes back in time
   */
  void start(int index, Call.Action<T> part, Runnable release) throws BlockStoreException {
    awaitPart();
    boolean handedOver = false;
    try {
      requireNoFailure();
      executor.execute(RequestScope.carried(() -> run(index, part, release)));
      handedOver = true;
    } catch (RejectedExecutionException e) {
      throw unavailable("the executor takes no more parts", e);
    } finally {
      free.release(handedOver ? 0 : 1);
    }
  }

  /** Waits for all parts that were started and returns what they yielded, in their order. */
  @SuppressWarnings("unchecked") // run() put only T there, and nothing failed
  List<T> results() throws BlockStoreException {
    int back = 0;
    try {
      for (; back < policy.partsInFlight(); back++) {
        awaitPart();
      }
    } finally {
      free.release(back);
    }
    requireNoFailure();
    return (List<T>) Arrays.asList(results);
  }

  /** Stops the parts under way and waits until they have come back, up to the part timeout. */
  @Override
  public void close() {
    stop();
    boolean interrupted = Thread.interrupted();
    try {
      long patience = policy.partTimeout().toNanos();
      boolean ignored = free.tryAcquire(policy.partsInFlight(), patience, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    attachFurtherFailures();
  }

  private void awaitPart() throws StoreUnavailableException {
    try {
      if (!free.tryAcquire(policy.partTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        throw unavailable("no part came back within " + policy.partTimeout(), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for a part", e);
    }
  }

  private void run(int index, Call.Action<T> part, Runnable release) {
    try {
      if (enter()) {
        results[index] = part.run();
      }
    } catch (BlockStoreException | RuntimeException | Error e) {
      fail(e);
    } finally {
      leave();
      release.run();
      free.release();
    }
  }

  private synchronized boolean enter() {
    return !stopped && running.add(Thread.currentThread());
  }

  private synchronized void leave() {
    running.remove(Thread.currentThread());
  }

  private synchronized void fail(Throwable failure) {
    failures.add(failure);
    running.remove(Thread.currentThread());
    stop();
  }

  private synchronized void stop() {
    stopped = true;
    running.forEach(Thread::interrupt);
  }

  /** Whatever became of a part, the transfer as a whole is known to have had no effect. */
  private synchronized void requireNoFailure() throws BlockStoreException {
    if (failures.isEmpty()) {
      return;
    }
    switch (failures.getFirst()) {
      case OutcomeUnknownException e -> throw unavailable("the reply to a part was lost", e);
      case BlockStoreException e -> throw e;
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new AssertionError("run() lets no other type in");
    }
  }

  private synchronized void attachFurtherFailures() {
    failures.stream().skip(1).forEach(later -> Attempts.suppress(failures.getFirst(), later));
  }

  private StoreUnavailableException unavailable(String detail, @Nullable Throwable cause) {
    return new StoreUnavailableException(
        call.failure(store, detail).remedy("try again later"), cause);
  }
}
