package io.blocktier.gateway.sweep;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.CompanionSweep;
import io.blocktier.gateway.express.NoteSweep;
import io.blocktier.gateway.multipart.UploadExpiry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from time to time what a gateway that died has left: companions of no object, and uploads
 * that nobody completed. Thread-safe.
 */
public final class Sweeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private final CompanionSweep companions;
  private final NoteSweep notes;
  private final UploadExpiry uploads;
  private final Effects effects;
  private final Duration interval;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Thread worker;
  private boolean stopped;

  /**
   * Begins to sweep, at once and then in intervals.
   *
   * @param companions of objects
   * @param notes on objects that grow
   * @param uploads under way
   * @param effects the thread and its sleep
   * @param interval the time between two passes
   */
  public Sweeper(
      CompanionSweep companions,
      NoteSweep notes,
      UploadExpiry uploads,
      Effects effects,
      Duration interval) {
    this.companions = companions;
    this.notes = notes;
    this.uploads = uploads;
    this.effects = effects;
    this.interval = interval;
    effects.executor().execute(this::run);
  }

  private void run() {
    if (!begin()) {
      return;
    }
    try {
      while (!isStopped()) {
        sweep();
        effects.sleeper().sleep(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    worker = stopped ? null : Thread.currentThread();
    return !stopped;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized void end() {
    worker = null;
    ended.countDown();
  }

  private void sweep() {
    try {
      int swept = companions.sweep() + notes.sweep();
      int expired = uploads.sweep();
      if (swept + expired > 0) {
        LOG.info("swept {} companions or notes and {} uploads", swept, expired);
      }
    } catch (IOException e) {
      if (isStopped()) {
        LOG.debug("the sweep ends where it is", e);
      } else {
        LOG.warn("the sweep goes on later: {}", e.getMessage());
      }
    }
  }

  /**
   * Stops, and waits for the call of the store that is under way, which nobody has to close while
   * it is: it is interrupted, and given up after {@link #LONGEST_CALL}.
   */
  @Override
  public void close() {
    if (stop()) {
      return;
    }
    try {
      if (!ended.await(LONGEST_CALL.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("a sweep has not ended within {}, and is left alone", LONGEST_CALL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether nothing is under way, nor will be. */
  private synchronized boolean stop() {
    stopped = true;
    if (worker == null) {
      return true;
    }
    worker.interrupt();
    return false;
  }
}
