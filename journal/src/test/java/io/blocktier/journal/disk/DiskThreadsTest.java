package io.blocktier.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiskThreadsTest {

  private static final int CALLERS = 4;
  private static final int TASKS = 20_000;

  @Test
  void everyTaskRunsOnceHoweverManyCallAndAlsoWhereThreadsEnd() throws Exception {
    ExecutorService threads =
        DiskThreads.of(Thread.ofPlatform().daemon().factory(), System::nanoTime);
    AtomicIntegerArray runs = new AtomicIntegerArray(CALLERS * TASKS);
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      int first = caller * TASKS;
      callers.add(Thread.ofPlatform().start(() -> callInTurn(threads, runs, first)));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < runs.length(); i++) {
      assertThat(runs.get(i)).as("runs of task %d", i).isEqualTo(1);
    }
  }

  /** Waits for every fourth task, so that threads have nothing to do now and then. */
  private static void callInTurn(ExecutorService threads, AtomicIntegerArray runs, int first) {
    for (int i = first; i < first + TASKS; i++) {
      int task = i;
      CountDownLatch done = new CountDownLatch(1);
      threads.execute(() -> {
        runs.incrementAndGet(task);
        done.countDown();
      });
      if (i % 4 == 0) {
        try {
          done.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Test
  void whatIsUnderWayWhenTheyAreShutDownEnds() throws Exception {
    for (int round = 0; round < 200; round++) {
      ExecutorService threads =
          DiskThreads.of(Thread.ofPlatform().daemon().factory(), System::nanoTime);
      CountDownLatch first = new CountDownLatch(1);
      CountDownLatch second = new CountDownLatch(1);
      threads.execute(first::countDown);
      first.await();
      threads.execute(second::countDown);
      threads.shutdown();
      assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
