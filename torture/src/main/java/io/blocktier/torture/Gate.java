package io.blocktier.torture;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets through who comes, or has them wait while it is closed, for a bounded time. Thread-safe. */
final class Gate {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private CountDownLatch opened = new CountDownLatch(0);

  synchronized void close() {
    opened = new CountDownLatch(1);
  }

  synchronized void open() {
    opened.countDown();
  }

  private synchronized CountDownLatch opened() {
    return opened;
  }

  /** Waits until it is open, and goes on without that where it stays closed for too long. */
  void pass() throws InterruptedException {
    if (!opened().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      open();
    }
  }
}
