package io.blocktier.journal.disk;

import io.blocktier.blockstore.spi.Ticker;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of one journal on which calls to its disk may hang, so that no other waits. */
public final class DiskThreads {

  /** More calls at a time wait for one another. */
  static final int MAX_THREADS = 32;

  private static final long IDLE_SECONDS = 10;

  private DiskThreads() {}

  /**
   * Returns threads that end when they have had nothing to do for a while.
   *
   * @param threads makes them
   * @param ticker elapsed time
   * @return an executor, which the caller shuts down; what hangs then goes on
   */
  public static ExecutorService of(ThreadFactory threads, Ticker ticker) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LingeringQueue(ticker),
            threads);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
