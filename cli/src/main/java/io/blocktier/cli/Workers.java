package io.blocktier.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks side by side, a bounded number at a time: whoever submits more waits, so that nothing
 * queues up. For one submitting thread, which closes it; closing before {@link #await()} interrupts
 * what is under way.
 */
final class Workers implements AutoCloseable {

  /** How long interrupted tasks may take to come to their end. */
  private static final long STOP_SECONDS = 8;

  private final ExecutorService executor;
  private final int concurrency;
  private final Semaphore permits;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();
  private volatile boolean stopping;

  /** Work that reports its own failures; what it throws ends everything. */
  @FunctionalInterface
  interface Task {
    void run() throws InterruptedException;
  }

  Workers(ExecutorService executor, int concurrency) {
    this.executor = executor;
    this.concurrency = concurrency;
    this.permits = new Semaphore(concurrency);
  }

  /** Runs a task, as soon as one of those under way has ended. */
  void submit(Task task) throws InterruptedException {
    permits.acquire();
    rethrowDefect();
    executor.execute(() -> run(task));
  }

  /** Waits until all tasks have ended. */
  void await() throws InterruptedException {
    permits.acquire(concurrency);
    permits.release(concurrency);
    rethrowDefect();
  }

  @Override
  public void close() {
    stopping = true;
    running.forEach(Thread::interrupt);
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = permits.tryAcquire(concurrency, STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Task task) {
    running.add(Thread.currentThread());
    try {
      if (!stopping) {
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      defect.compareAndSet(null, e);
    } finally {
      running.remove(Thread.currentThread());
      permits.release();
    }
  }

  private void rethrowDefect() {
    switch (defect.get()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }
}
