package io.blocktier.gateway.task;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Does the same with many things, a few at a time. Thread-safe. */
public final class FanOut {

  private static final int TASKS = 8;

  /** Up to so many, one thread is done before others have begun. */
  private static final int FEW = 4;

  private final ExecutorService executor;

  /** Runs on these threads. */
  public FanOut(ExecutorService executor) {
    this.executor = executor;
  }

  /** Makes one thing of another. */
  @FunctionalInterface
  public interface Step<T, R> {

    /** Does it. */
    R apply(T thing) throws IOException;
  }

  /**
   * Returns what became of all, in their order.
   *
   * @throws IOException the first failure; nothing runs any more when it is thrown
   */
  public <T, R> List<R> map(List<T> things, Step<T, R> step) throws IOException {
    @Nullable Object[] results = new @Nullable Object[things.size()];
    AtomicInteger next = new AtomicInteger();
    if (things.size() <= FEW) {
      work(things, step, results, next);
    } else {
      runTasks(things, step, results, next);
    }
    @SuppressWarnings("unchecked") // only results of the step are in it
    List<R> made = (List<R>) Arrays.stream(results).map(Objects::requireNonNull).toList();
    return made;
  }

  private <T, R> void runTasks(
      List<T> things, Step<T, R> step, @Nullable Object[] results, AtomicInteger next)
      throws IOException {
    List<Future<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(
          executor.submit(() -> {
            work(things, step, results, next);
            return true;
          }));
    }
    IOException failure = null;
    for (Future<Boolean> task : tasks) {
      try {
        await(task);
      } catch (IOException e) {
        next.set(things.size());
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static <T, R> void work(
      List<T> things, Step<T, R> step, @Nullable Object[] results, AtomicInteger next)
      throws IOException {
    for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
      results[i] = step.apply(things.get(i));
    }
  }

  private static void await(Future<Boolean> task) throws IOException {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
    }
  }
}
