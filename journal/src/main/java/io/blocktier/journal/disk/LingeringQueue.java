package io.blocktier.journal.disk;

import io.blocktier.blockstore.spi.Ticker;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A queue for which one thread that finds nothing keeps its processor for a moment, unless others
 * want it: who calls the disk often, and alone, does not have to wake a thread each time. Others
 * wait as for any queue. Thread-safe.
 */
final class LingeringQueue extends LinkedBlockingQueue<Runnable> {

  /** Longer than it takes to look at what a read of the disk has brought. */
  static final long LINGER_NANOS = 100_000;

  /** How often others may go first meanwhile; a clock that stands still does not make it longer. */
  private static final int MAX_YIELDS = 10_000;

  private static final long serialVersionUID = 1L;

  /** In the slot while a thread lingers. */
  private enum Slot implements Runnable {
    EMPTY;

    @Override
    public void run() {}
  }

  private final transient Ticker ticker;
  private final transient Spins spins = new Spins();

  /** What the thread that lingers gets; null if none does. */
  private final transient AtomicReference<@Nullable Runnable> slot = new AtomicReference<>();

  LingeringQueue(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  public boolean offer(Runnable task) {
    return slot.compareAndSet(Slot.EMPTY, task) || super.offer(task);
  }

  @Override
  public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
    Runnable task = poll();
    if (task == null) {
      task = linger();
    }
    return task == null ? super.poll(timeout, unit) : task;
  }

  private @Nullable Runnable linger() {
    if (slot.get() != null || !spins.pay() || !slot.compareAndSet(null, Slot.EMPTY)) {
      return null;
    }
    awaitTask();
    Runnable task = slot.getAndSet(null);
    if (task == Slot.EMPTY) {
      return null;
    }
    spins.paid();
    return task;
  }

  /** What came to the queue before somebody lingered is not kept waiting. */
  @SuppressWarnings("ThreadPriorityCheck") // others go first; correctness does not hang on it
  private void awaitTask() {
    long begun = ticker.nanos();
    for (int i = 0;
        i < MAX_YIELDS
            && slot.get() == Slot.EMPTY
            && isEmpty()
            && ticker.nanos() - begun <= LINGER_NANOS;
        i++) {
      Thread.yield();
    }
  }
}
