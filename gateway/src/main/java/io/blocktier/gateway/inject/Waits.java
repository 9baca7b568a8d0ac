package io.blocktier.gateway.inject;

import io.blocktier.blockstore.spi.Sleeper;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits of requests.
 *
 * @param sleeper what waits
 */
record Waits(Sleeper sleeper) {

  void pause(Duration duration) throws InterruptedIOException {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted within a fault");
    }
  }

  /** Waits as long as bytes take at a rate. */
  void pause(long bytes, long bytesPerSecond) throws InterruptedIOException {
    pause(Duration.ofNanos(TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond));
  }
}
