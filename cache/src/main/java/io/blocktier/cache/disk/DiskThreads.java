package io.blocktier.cache.disk;

import io.blocktier.blockstore.spi.SystemEffect;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes the threads on which calls to a disk may hang. */
public final class DiskThreads {

  /** More calls at a time wait for one another. */
  static final int MAX_THREADS = 32;

  private static final long IDLE_SECONDS = 10;

  private DiskThreads() {}

  /**
   * Returns threads of the machine: a virtual one that hangs in a call would keep its carrier, and
   * a few of them everything else that runs on those. They do not keep the process from ending.
   *
   * @return an executor, which the caller shuts down; what hangs then goes on
   */
  @SystemEffect("a call that hangs needs a thread that nobody else waits for")
  public static ExecutorService ofSystem() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("blocktier-disk-", 1).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
