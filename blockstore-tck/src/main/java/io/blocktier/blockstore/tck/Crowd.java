package io.blocktier.blockstore.tck;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Readers among writers. Each reader reads until the last writer is done, and each writer goes on
 * until every reader was there once: however fast the writers are, they are not done before.
 *
 * @param writers how many threads write
 * @param turns how often each of them does at least
 * @param readers how many threads read
 * @param deadline how long it may take
 */
record Crowd(int writers, int turns, int readers, Duration deadline) {

  /** One of many things that a writer does. */
  @FunctionalInterface
  interface Turn {
    void run(int writer, int turn) throws Exception;
  }

  void run(Turn writer, Race.Chore reader) throws InterruptedException {
    AtomicInteger writing = new AtomicInteger(writers);
    CountDownLatch missing = new CountDownLatch(readers);
    Race.runAll(
        writers + readers,
        deadline,
        number -> {
          if (number < writers) {
            write(writer, number, writing, missing);
          } else {
            read(reader, number - writers, writing, missing);
          }
        });
  }

  private void write(Turn writer, int number, AtomicInteger writing, CountDownLatch missing)
      throws Exception {
    try {
      for (int turn = 1; turn <= turns || missing.getCount() > 0; turn++) {
        writer.run(number, turn);
      }
    } finally {
      writing.decrementAndGet();
    }
  }

  private static void read(
      Race.Chore reader, int number, AtomicInteger writing, CountDownLatch missing)
      throws Exception {
    try {
      reader.run(number);
    } finally {
      missing.countDown();
    }
    while (writing.get() > 0) {
      reader.run(number);
      letOthersRun();
    }
  }

  /** The machine may have fewer processors than this has threads. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void letOthersRun() {
    Thread.yield();
  }
}
