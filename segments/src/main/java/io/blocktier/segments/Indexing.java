package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.segments.index.Cover;
import io.blocktier.segments.index.IndexFigures;
import io.blocktier.segments.index.IndexKeeper;
import io.blocktier.segments.index.SegmentIndex;
import io.blocktier.segments.manifest.Manifest;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task that keeps the index of keys beside the manifest. Nobody waits for it: what it has not
 * come to yet is looked for in the segments. Where the store fails it tries again, with pauses up
 * to a bound, as long as the manager is open. Thread-safe.
 */
final class Indexing {

  private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);
  private static final Duration MIN_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

  /** Segments also go without a word, when their time is over. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final SegmentIndex index;
  private final IndexKeeper keeper;
  private final Supplier<Manifest> manifests;
  private final IndexOptions options;
  private final SegmentEffects effects;
  private final Signal stopping;
  private final Signal ended;
  private Signal wake;
  private boolean wanted;
  private volatile boolean stopped;

  Indexing(
      SegmentIndex index,
      IndexKeeper keeper,
      Supplier<Manifest> manifests,
      IndexOptions options,
      SegmentEffects effects) {
    this.index = index;
    this.keeper = keeper;
    this.manifests = manifests;
    this.options = options;
    this.effects = effects;
    this.stopping = effects.signals().create();
    this.ended = effects.signals().create();
    this.wake = effects.signals().create();
  }

  /** Begins to take the records of a segment that is being written; null if they are not wanted. */
  @Nullable Cover begin(long segment, long records) {
    return options.isOn() ? index.begin(segment, records) : null;
  }

  IndexFigures figures() {
    return keeper.figures();
  }

  void start() {
    if (options.isOn()) {
      effects.effects().executor().execute(this::run);
    } else {
      ended.raise();
    }
  }

  /** There are other segments than before. */
  synchronized void changed() {
    wanted = true;
    wake.raise();
  }

  /** Who calls while a pass is made is heard behind it. */
  private synchronized Signal listen() {
    wake = effects.signals().create();
    if (wanted) {
      wake.raise();
    }
    wanted = false;
    return wake;
  }

  /** Ends the task; tells whether it ended in time. */
  boolean stop(Duration patience) throws InterruptedException {
    stopped = true;
    stopping.raise();
    changed();
    return ended.await(patience);
  }

  private void run() {
    try {
      Duration pause = MIN_PAUSE;
      while (!stopped) {
        Signal changed = listen();
        if (pass()) {
          pause = MIN_PAUSE;
          changed.await(IDLE);
        } else {
          stopping.await(pause);
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(MAX_PAUSE) < 0 ? twice : MAX_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("the index was interrupted, and learns of no more segments");
    } finally {
      ended.raise();
    }
  }

  /** Brings the index up to date; false if a store failed. */
  boolean pass() {
    try {
      keeper.load(manifests.get(), this::isStopped);
      boolean followed = !keeper.follow(manifests, this::isStopped);
      return !keeper.saveIfDue(manifests, this::isStopped) && followed;
    } catch (BlockStoreException e) {
      LOG.debug("no checkpoint is read yet: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("the index does not follow", e);
    }
    return false;
  }

  private boolean isStopped() {
    return stopped;
  }
}
