package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.Operation;
import io.blocktier.segments.manifest.DamagedManifestException;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.tiering.MoveFigures;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.Run;
import io.blocktier.segments.tiering.Tiering;
import io.blocktier.segments.tiering.TieringPlan;
import io.blocktier.segments.tiering.TieringReport;
import io.blocktier.segments.tiering.TieringRun;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves segments for as long as the manager is open. Thread-safe. */
final class Tiers {

  private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);

  private final Tiering tiering;
  private final SegmentsOptions options;
  private final SealProgress progress;
  private final SegmentFailures failures;

  Tiers(Tiering tiering, SegmentsOptions options, SealProgress progress, SegmentFailures failures) {
    this.tiering = tiering;
    this.options = options;
    this.progress = progress;
    this.failures = failures;
  }

  void start() {
    if (options.tiering().isAutomatic()) {
      tiering.start();
    }
  }

  MoveOutcome archive(long segment, Run run) throws BlockStoreException {
    progress.requireGoing(Operation.COPY);
    return tiering.archive(segment, run);
  }

  MoveOutcome restore(long segment, Run run) throws BlockStoreException {
    progress.requireGoing(Operation.COPY);
    return tiering.restore(segment, run);
  }

  void pin(long segment, boolean pinned) throws BlockStoreException {
    changing(() -> {
      tiering.pin(segment, pinned);
      return segment;
    });
  }

  TieringPlan plan() throws BlockStoreException {
    progress.requireGoing(Operation.COPY);
    return tiering.plan();
  }

  TieringReport tier(Run run) throws BlockStoreException {
    return changing(() -> tiering.tier(run));
  }

  MoveFigures figures() {
    return tiering.figures();
  }

  Optional<TieringRun> lastRun() {
    return tiering.lastRun();
  }

  long passesSucceeded() {
    return tiering.passesSucceeded();
  }

  long passesFailed() {
    return tiering.passesFailed();
  }

  /** Returns how long nothing was moved as it should, in nanoseconds; 0 where nothing is to be. */
  long ageNanos() {
    return tiering.ageNanos();
  }

  /** Adds what the last pass did. Segments are read from where they are, whatever that was. */
  Health addTo(Health health) {
    return lastRun()
        .map(run ->
            new Health(health.healthy(), health.detail() + "; last tiering: " + run.summary()))
        .orElse(health);
  }

  /** What changes the manifest. */
  @FunctionalInterface
  private interface Change<T> {
    T make() throws ManifestException, BlockStoreException, InterruptedException;
  }

  private <T> T changing(Change<T> change) throws BlockStoreException {
    progress.requireGoing(Operation.COPY);
    try {
      return change.make();
    } catch (FencedException | DamagedManifestException over) {
      BlockStoreException end = failures.manifest(Operation.COPY, over);
      progress.end(end);
      throw end;
    } catch (ManifestException e) {
      throw failures.manifest(Operation.COPY, e);
    } catch (InterruptedException e) {
      throw failures.interrupted(Operation.COPY, e);
    }
  }

  /** A segment on its way stays where it was. */
  void close() {
    if (!tiering.stop(options.patience())) {
      LOG.warn("a segment is still on its way; it stays where it was, or comes where it goes");
    }
  }
}
