package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.manifest.GarbageLimits;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps segments few and mostly alive: blocks that come slowly make small segments, and blocks that
 * are replaced leave dead bytes. Does one thing after the other, as long as the store is open.
 */
final class PackedUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(PackedUpkeep.class);

  /** Nobody has asked for room here, and dense segments are written again and again. */
  private static final CompactionPolicy WHAT_IS_HALF_DEAD =
      CompactionPolicy.DEFAULT.withMinLiveRatio(0.5);

  private final SegmentManager manager;
  private final OwnObjects objects;
  private final Duration interval;
  private final Signal stopping;
  private final Signal ended;

  PackedUpkeep(SegmentManager manager, OwnObjects objects, Duration interval, Signals signals) {
    this.manager = manager;
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
      objects.sweep();
      LOG.debug("compaction: {}", manager.compact(WHAT_IS_HALF_DEAD, false));
      LOG.debug("garbage: {}", manager.gc(GarbageLimits.DEFAULT, false));
    } catch (BlockStoreException e) {
      LOG.warn("upkeep is done another time: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("upkeep failed, and is done another time", e);
    }
  }

  /** Ends; what is under way may come to its end for a while. */
  void stop(Duration patience) {
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
