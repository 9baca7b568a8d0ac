package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.collect.CollectReport;
import io.blocktier.segments.collect.SweepReport;
import io.blocktier.segments.compact.CompactionReport;
import io.blocktier.segments.compact.JobReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the upkeep. Its steps do not depend on each other, so that one which fails again and
 * again keeps no other from being taken. What is quick, and makes room, comes first:
 *
 * <ol>
 *   <li>what earlier writers left behind is written down, unless an earlier run did that: nobody
 *       leaves more behind as long as this writer lives;
 *   <li>what is due is deleted;
 *   <li>segments are compacted, job by job, until the time of the run is over. It begins with the
 *       first job: where looking for work alone takes longer, each run does one job nevertheless.
 * </ol>
 *
 * For one thread.
 */
final class UpkeepRound {

  private static final Logger LOG = LoggerFactory.getLogger(UpkeepRound.class);

  private final Upkeep upkeep;
  private final UpkeepOptions options;
  private final SealProgress progress;
  private final BooleanSupplier closing;
  private final Effects effects;
  private final Instant began;
  private final long beganNanos;
  private boolean swept;
  private long orphans;
  private long deleted;
  private long deletedBytes;
  private long compactions;
  private long gainedBytes;
  private @Nullable String failure;
  private @Nullable Long jobsBeganNanos;

  UpkeepRound(
      Upkeep upkeep,
      UpkeepOptions options,
      SealProgress progress,
      BooleanSupplier closing,
      Effects effects) {
    this.upkeep = upkeep;
    this.options = options;
    this.progress = progress;
    this.closing = closing;
    this.effects = effects;
    this.began = effects.clock().instant();
    this.beganNanos = effects.ticker().nanos();
  }

  /** Something that the run does. */
  @FunctionalInterface
  private interface Step {
    void take() throws BlockStoreException;
  }

  UpkeepRun make(boolean sweeps) {
    if (sweeps) {
      take("orphans", this::sweep);
    }
    take("gc", this::collect);
    take("compaction", this::compact);
    return new UpkeepRun(
        began,
        elapsed(),
        orphans,
        deleted,
        deletedBytes,
        compactions,
        gainedBytes,
        Optional.ofNullable(failure));
  }

  /** Tells whether all that was left behind is written down. */
  boolean hasSwept() {
    return swept;
  }

  private Duration elapsed() {
    return Duration.ofNanos(effects.ticker().nanos() - beganNanos);
  }

  /** Whoever was fenced, or met damage in the manifest, does nothing any more. */
  private boolean isOver() {
    return closing.getAsBoolean() || progress.hasEnded();
  }

  private void take(String what, Step step) {
    if (isOver()) {
      return;
    }
    try {
      step.take();
    } catch (BlockStoreException e) {
      LOG.warn("upkeep ({}) is done another time: {}", what, e.toString());
      failed(what, e);
    } catch (RuntimeException e) {
      LOG.error("upkeep ({}) failed, and is done another time", what, e);
      failed(what, e);
    }
  }

  private void failed(String what, Exception cause) {
    if (failure == null) {
      String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      failure = what + ": " + text.replaceAll("\\p{Cntrl}", " ");
    }
  }

  private void sweep() throws BlockStoreException {
    SweepReport report = upkeep.sweepOrphans(options.garbage(), false);
    orphans = report.orphans().size();
    swept = report.left() == 0;
  }

  private void collect() throws BlockStoreException {
    CollectReport report = upkeep.gc(options.garbage(), false);
    deleted = report.deleted().size();
    deletedBytes = report.deletedBytes();
    report.failures().values().stream().findFirst().ifPresent(cause -> failed("gc", cause));
  }

  private void compact() throws BlockStoreException {
    CompactionReport report = upkeep.compact(options.compaction(), this::isNoJobBegun);
    for (JobReport job : report.jobs()) {
      Optional<IOException> givenUp = job.givenUp();
      compactions += givenUp.isEmpty() ? 1 : 0;
      givenUp.ifPresent(this::givenUp);
    }
    gainedBytes = Math.max(0, report.gain());
  }

  /** Is asked before each job, so that the first one begins the time that there is for jobs. */
  private boolean isNoJobBegun() {
    long now = effects.ticker().nanos();
    if (jobsBeganNanos == null) {
      jobsBeganNanos = now;
    }
    return isOver() || Duration.ofNanos(now - jobsBeganNanos).compareTo(options.every()) > 0;
  }

  /** A job that was overtaken is planned anew by the next run; nothing is wrong with the store. */
  private void givenUp(IOException cause) {
    LOG.info("a compaction was given up: {}", cause.toString());
    if (cause instanceof BlockStoreException) {
      failed("compaction", cause);
    }
  }
}
