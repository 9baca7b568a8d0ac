package io.blocktier.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How callers wait for the disk. */
@Timeout(60)
class DiskWatchTest {

  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger awaited = new AtomicInteger();
  private Runnable whileExpecting = () -> {};
  private final DiskWatch watch =
      new DiskWatch(
          Path.of("/d"),
          Duration.ofSeconds(10),
          System::nanoTime,
          CountingSignal::new,
          task -> Thread.ofPlatform().daemon().start(task));

  /** Counts how it is waited for. */
  private final class CountingSignal implements Signal {
    private final CountDownLatch raised = new CountDownLatch(1);

    @Override
    public void raise() {
      raised.countDown();
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
      awaited.incrementAndGet();
      return raised.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean expect() {
      expected.incrementAndGet();
      whileExpecting.run();
      try {
        return raised.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void whoWaitsAloneKeepsTheProcessor() throws IOException {
    assertThat(watch.run(() -> 7)).isEqualTo(7);
    assertThat(watch.run(() -> 8)).isEqualTo(8);
    assertThat(expected).hasValue(2);
    assertThat(awaited).hasValue(0);
  }

  @Test
  void whoWaitsBesideAnotherIsWoken() throws IOException {
    whileExpecting =
        () -> {
          try {
            Thread other = Thread.ofPlatform().start(this::callTheDisk);
            other.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    assertThat(watch.run(() -> 7)).isEqualTo(7);
    assertThat(expected).hasValue(1);
    assertThat(awaited).hasValue(1);
  }

  private void callTheDisk() {
    try {
      watch.run(() -> 8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
