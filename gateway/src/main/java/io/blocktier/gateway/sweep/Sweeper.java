package io.blocktier.gateway.sweep;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.CompanionSweep;
import io.blocktier.gateway.express.NoteSweep;
import io.blocktier.gateway.multipart.UploadExpiry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from time to time what a gateway that died has left: companions of no object, and uploads
 * that nobody completed. Thread-safe.
 */
public final class Sweeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final CompanionSweep companions;
  private final NoteSweep notes;
  private final UploadExpiry uploads;
  private final Effects effects;
  private final Duration interval;
  private final Future<?> task;

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
    this.task = effects.executor().submit(this::run);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        sweep();
        effects.sleeper().sleep(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() {
    try {
      int swept = companions.sweep() + notes.sweep();
      int expired = uploads.sweep();
      if (swept + expired > 0) {
        LOG.info("swept {} companions or notes and {} uploads", swept, expired);
      }
    } catch (IOException e) {
      LOG.warn("the sweep goes on later: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    task.cancel(true);
  }
}
