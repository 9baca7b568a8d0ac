package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.SystemEffect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Runs tasks at once, each on a thread of its own, and waits no longer than a deadline. */
final class Race {

  /** What one thread does. */
  @FunctionalInterface
  interface Entrant<T extends @Nullable Object> {
    T run(int number) throws Exception;
  }

  /** What one thread does, for its effect. */
  @FunctionalInterface
  interface Chore {
    void run(int number) throws Exception;
  }

  /** What became of one thread: a result, or the failure. */
  record Outcome<T extends @Nullable Object>(
      int number, @Nullable T result, @Nullable Throwable failure) {

    boolean won() {
      return failure == null;
    }
  }

  private Race() {}

  /** Starts all entrants together and returns what became of each, in their order. */
  static <T extends @Nullable Object> List<Outcome<T>> run(
      int entrants, Duration deadline, Entrant<T> entrant) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(entrants);
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < entrants; i++) {
      int number = i;
      tasks.add(() -> {
        start.await();
        return entrant.run(number);
      });
    }
    return outcomes(start(tasks, deadline), deadline);
  }

  /**
   * Runs chores together and fails with the first failure; a chore that gives up does so for all.
   */
  static void runAll(int threads, Duration deadline, Chore chore) throws InterruptedException {
    Entrant<Integer> entrant =
        number -> {
          chore.run(number);
          return number;
        };
    for (Outcome<Integer> outcome : run(threads, deadline, entrant)) {
      if (outcome.failure() instanceof TestAbortedException givenUp) {
        throw givenUp;
      }
      if (outcome.failure() != null) {
        throw new AssertionError("thread " + outcome.number() + " failed", outcome.failure());
      }
    }
  }

  @SystemEffect("the suite tests stores from outside; its threads are no part of them")
  private static <T extends @Nullable Object> List<Future<T>> start(
      List<Callable<T>> tasks, Duration deadline) throws InterruptedException {
    // Not virtual ones: where all carriers run tasks that never wait, the others never begin.
    ThreadFactory preempted = Thread.ofPlatform().daemon().name("race-", 0).factory();
    ExecutorService executor = Executors.newThreadPerTaskExecutor(preempted);
    try {
      return executor.invokeAll(tasks, deadline.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      executor.shutdownNow();
    }
  }

  private static <T extends @Nullable Object> List<Outcome<T>> outcomes(
      List<Future<T>> futures, Duration deadline) throws InterruptedException {
    List<Outcome<T>> outcomes = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        outcomes.add(new Outcome<>(outcomes.size(), future.get(), null));
      } catch (CancellationException e) {
        throw new AssertionError("thread " + outcomes.size() + " hung for " + deadline, e);
      } catch (ExecutionException e) {
        outcomes.add(new Outcome<>(outcomes.size(), null, e.getCause()));
      }
    }
    return outcomes;
  }
}
