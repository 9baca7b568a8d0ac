package io.blocktier.segments;

import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.segments.manifest.DamagedManifestException;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.ManifestException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task that seals tables, one behind the other: those that are full, old, or wanted. Where the
 * store fails it tries again, with pauses up to a bound, as long as the manager is open; what may
 * wait meanwhile is bounded by {@link Room}.
 */
final class Sealer {

  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
  private static final Duration MIN_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

  /** How many segments are sealed until manifests are looked for that nobody needs. */
  private static final int SEALED_PER_PRUNING = 128;

  private final SegmentEffects effects;
  private final Duration sealAge;
  private final Tables tables;
  private final SealProgress progress;
  private final Events events;
  private final Sealing sealing;
  private final SegmentFailures failures;
  private final Signal stopping;
  private final Signal ended;
  private int unpruned;
  private volatile boolean stopped;

  Sealer(
      SegmentEffects effects,
      Duration sealAge,
      Tables tables,
      SealProgress progress,
      Events events,
      Sealing sealing,
      SegmentFailures failures) {
    this.effects = effects;
    this.sealAge = sealAge;
    this.tables = tables;
    this.progress = progress;
    this.events = events;
    this.sealing = sealing;
    this.failures = failures;
    this.stopping = effects.signals().create();
    this.ended = effects.signals().create();
  }

  void start() {
    effects.effects().executor().execute(this::run);
  }

  /** Ends the task; what is not sealed stays in the log. Tells whether it ended in time. */
  boolean stop(Duration patience) throws InterruptedException {
    stopped = true;
    stopping.raise();
    events.happened();
    return ended.await(patience);
  }

  private void run() {
    try {
      Duration pause = MIN_PAUSE;
      while (!stopped && !progress.hasEnded()) {
        Signal changed = events.next();
        boolean failed = progress.failure() != null;
        if (attempt()) {
          pause = MIN_PAUSE;
        } else if (progress.failure() != null) {
          pause = failed ? twice(pause) : MIN_PAUSE;
          stopping.await(pause);
        } else {
          changed.await(untilDue());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("sealing was interrupted, and ends");
    } finally {
      progress.end(failures.closed()); // who waits would wait in vain
      ended.raise();
    }
  }

  private static Duration twice(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(MAX_PAUSE) < 0 ? twice : MAX_PAUSE;
  }

  /** Seals a table; false if there is none, or it failed. */
  private boolean attempt() throws InterruptedException {
    try {
      cutIfDue();
      List<Table> frozen = tables.state().frozen();
      if (frozen.isEmpty()) {
        return false;
      }
      sealing.seal(frozen.getFirst());
      pruneIfDue();
      return true;
    } catch (FencedException | DamagedManifestException over) {
      LOG.error("nothing is written any more: {}", over.getMessage());
      progress.end(failures.manifest(Operation.WRITE, over));
    } catch (ManifestException e) {
      failed(failures.manifest(Operation.WRITE, e));
    } catch (IOException e) {
      failed(e);
    } catch (RuntimeException e) {
      LOG.error("sealing failed", e);
      failed(new IOException("sealing failed", e));
    }
    return false;
  }

  private void pruneIfDue() throws InterruptedException {
    if (++unpruned >= SEALED_PER_PRUNING) {
      unpruned = 0;
      sealing.prune();
    }
  }

  private void failed(IOException cause) {
    LOG.warn("a segment is not sealed yet, and tried again: {}", cause.toString());
    progress.failed(cause);
  }

  private void cutIfDue() {
    Tables.State now = tables.state();
    boolean wanted = progress.wanted() > progress.sealed() && now.frozen().isEmpty();
    if (wanted || (!now.active().isEmpty() && !untilOld(now.active()).isPositive())) {
      tables.cut();
    }
  }

  private Duration untilDue() {
    Table active = tables.state().active();
    return active.isEmpty() ? sealAge : untilOld(active);
  }

  private Duration untilOld(Table table) {
    long aged = effects.effects().ticker().nanos() - table.begunNanos();
    return sealAge.minusNanos(aged);
  }
}
