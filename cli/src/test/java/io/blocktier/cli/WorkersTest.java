package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void neverMoreThanTheBoundRunSideBySide() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Workers workers = new Workers(executor, 3)) {
      for (int i = 0; i < 200; i++) {
        workers.submit(() -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          running.decrementAndGet();
        });
      }
      workers.await();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(running.get()).isZero();
  }

  @Test
  void allOfTheBoundRunSideBySide() throws Exception {
    CountDownLatch together = new CountDownLatch(3);
    try (Workers workers = new Workers(executor, 3)) {
      for (int i = 0; i < 3; i++) {
        workers.submit(() -> {
          together.countDown();
          together.await();
        });
      }
      workers.await();
    }
    assertThat(together.getCount()).isZero();
  }

  @Test
  void defectOfATaskComesOutAtTheEnd() throws Exception {
    try (Workers workers = new Workers(executor, 2)) {
      workers.submit(() -> {
        throw new IllegalStateException("defect");
      });
      assertThatThrownBy(workers::await).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closingInterruptsWhatIsUnderWayAndWaitsForIt() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    try (Workers workers = new Workers(executor, 2)) {
      workers.submit(() -> {
        started.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupted.set(true);
        }
      });
      started.await();
    }
    assertThat(interrupted).isTrue();
  }
}
