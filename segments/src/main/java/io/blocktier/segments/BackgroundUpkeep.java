package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after segments by itself, one run behind the other, for as long as the manager is open and
 * nobody else writes. Whatever fails is tried again by the next run. Thread-safe.
 */
final class BackgroundUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundUpkeep.class);

  private final Upkeep upkeep;
  private final UpkeepOptions options;
  private final SealProgress progress;
  private final UpkeepNote note;
  private final Effects effects;
  private final Signal stopping;
  private final Signal ended;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private boolean swept;
  private volatile boolean closing;
  private volatile long goodNanos;
  private volatile @Nullable UpkeepRun last;

  BackgroundUpkeep(
      Upkeep upkeep,
      UpkeepOptions options,
      SealProgress progress,
      UpkeepNote note,
      SegmentEffects effects) {
    this.upkeep = upkeep;
    this.options = options;
    this.progress = progress;
    this.note = note;
    this.effects = effects.effects();
    this.stopping = effects.signals().create();
    this.ended = effects.signals().create();
    this.goodNanos = this.effects.ticker().nanos();
  }

  void start() {
    if (options.isAutomatic()) {
      effects.executor().execute(this::runUntilClosed);
    } else {
      ended.raise();
    }
  }

  private void runUntilClosed() {
    try {
      while (!stopping.await(options.every()) && !progress.hasEnded()) {
        run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("upkeep was interrupted, and ends");
    } finally {
      ended.raise();
    }
  }

  private void run() {
    UpkeepRound round = new UpkeepRound(upkeep, options, progress, () -> closing, effects);
    UpkeepRun run = round.make(!swept);
    swept |= round.hasSwept();
    if (run.failure().isEmpty()) {
      goodNanos = effects.ticker().nanos();
      succeeded.increment();
    } else {
      failed.increment();
    }
    last = run;
    LOG.debug("upkeep: {}", run.summary());
    tellOthers(run);
  }

  private void tellOthers(UpkeepRun run) {
    if (closing || progress.hasEnded()) {
      return;
    }
    try {
      note.write(run);
    } catch (BlockStoreException | RuntimeException e) {
      LOG.warn("others do not see what upkeep did: {}", e.toString());
    }
  }

  /** Returns what the last run did, or empty if there was none yet. */
  Optional<UpkeepRun> last() {
    return Optional.ofNullable(last);
  }

  long succeeded() {
    return succeeded.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** Returns how long nothing was looked after, in nanoseconds; 0 where nothing is to be. */
  long ageNanos() {
    return options.isAutomatic() ? effects.ticker().nanos() - goodNanos : 0;
  }

  /** Adds what the last run did. Records are read and written whatever that was. */
  Health addTo(Health health) {
    return last()
        .map(run ->
            new Health(health.healthy(), health.detail() + "; last upkeep: " + run.summary()))
        .orElse(health);
  }

  /** Begins nothing any more. */
  void stop() {
    closing = true;
    stopping.raise();
  }

  /** Lets what is under way come to its end for a while, and returns whether it has. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience);
  }
}
