package io.blocktier.segments.packed;

import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the objects of large blocks that were replaced, as long as the store is open. The
 * segments look after themselves.
 */
final class PackedUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(PackedUpkeep.class);

  private final OwnObjects objects;
  private final Duration interval;
  private final Signal stopping;
  private final Signal ended;
  private volatile boolean closing;

  PackedUpkeep(OwnObjects objects, Duration interval, Signals signals) {
    this.objects = objects;
    this.interval = interval;
    this.stopping = signals.create();
    this.ended = signals.create();
  }

  void start(Executor executor) {
    executor.execute(this::run);
  }

  private void run() {
    try {
      while (!stopping.await(interval)) {
        attempt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("upkeep was interrupted, and ends");
    } finally {
      ended.raise();
    }
  }

  private void attempt() {
    try {
      objects.sweep(() -> closing);
      objects.release(() -> closing);
      objects.walk(() -> closing);
    } catch (RuntimeException e) {
      LOG.error("upkeep failed, and is done another time", e);
    }
  }

  /** Ends; the one object that is looked at may come to its end for a while. */
  void stop(Duration patience) {
    closing = true;
    stopping.raise();
    try {
      if (!ended.await(patience)) {
        LOG.warn("upkeep is still under way; what it does late is harmless");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
