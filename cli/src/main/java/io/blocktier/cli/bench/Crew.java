package io.blocktier.cli.bench;

import io.blocktier.blockstore.BlockStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many who do the same side by side. */
final class Crew {

  /** How long those that are interrupted may take to come to their end. */
  private static final long STOP_SECONDS = 4;

  private Crew() {}

  /** What one of them does. */
  @FunctionalInterface
  interface Work {
    void run(int number) throws BlockStoreException, InterruptedException;
  }

  /** Has all of them work, and waits for the last; if one fails, the others are interrupted. */
  static void work(ExecutorService executor, int members, Work work)
      throws BlockStoreException, InterruptedException {
    CountDownLatch over = new CountDownLatch(members);
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      int number = i;
      futures.add(
          executor.submit(() -> {
            try {
              work.run(number);
              return null;
            } finally {
              over.countDown();
            }
          }));
    }
    try {
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      stop(futures, over);
    }
  }

  /** A call under way could leave something behind whoever cleans up. */
  private static void stop(List<Future<?>> futures, CountDownLatch over) {
    boolean anyLeft = over.getCount() > 0;
    futures.forEach(future -> future.cancel(true));
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = !anyLeft || over.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static BlockStoreException failure(ExecutionException e) throws InterruptedException {
    return switch (e.getCause()) {
      case BlockStoreException failed -> failed;
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException defect -> throw defect;
      case null, default -> throw new IllegalStateException(e.getCause());
    };
  }
}
