package io.blocktier.cache;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.journal.JournalListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what is at risk out of a segment of which nobody knows any more what is on the disk,
 * because a write or a sync of it failed. The bytes are verified on the way.
 */
final class Rescue implements JournalListener {

  private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Effects effects;
  private final Queue<Long> poisoned = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Reclaimer reclaimer;

  Rescue(Effects effects) {
    this.effects = effects;
  }

  @Override
  public void poisoned(long segment) {
    LOG.warn("a sync of segment {} of the journal failed; what it holds moves elsewhere", segment);
    poisoned.add(segment);
    start();
  }

  /** Begins, with what came up while the journal was opened. */
  void begin(Reclaimer mover) {
    reclaimer = mover;
    start();
  }

  private void start() {
    Reclaimer mover = reclaimer;
    if (mover != null && !poisoned.isEmpty()) {
      effects.executor().execute(() -> moveAll(mover));
    }
  }

  private void moveAll(Reclaimer mover) {
    try {
      for (Long segment = poisoned.poll(); segment != null; segment = poisoned.poll()) {
        while (!mover.moveOut(segment)) {
          effects.sleeper().sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.error("the disk of the cache fails; what is at risk stays where it is", e);
    }
  }
}
