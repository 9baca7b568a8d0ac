package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.ManifestException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes passes by itself, each some time behind the one before, or when woken. Thread-safe. */
final class Background {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final Work work;
  private final Duration interval;
  private final Effects effects;
  private final Signals signals;
  private final Signal ended;
  private Signal wake;
  private boolean wanted;
  private boolean started;
  private volatile boolean closing;
  private final Consumer<TieringRun> told;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile @Nullable TieringReport lastPass;
  private volatile @Nullable Exception lastFailure;
  private volatile @Nullable TieringRun lastRun;
  private volatile long goodNanos;

  /** What a pass does. */
  @FunctionalInterface
  interface Work {

    /** Promotes; makes a pass by policy, too, if one is due. */
    Pass make(StopSign stop, boolean due)
        throws ManifestException, BlockStoreException, InterruptedException;
  }

  /** What a pass did. */
  record Pass(TieringReport promoted, Optional<TieringReport> tiered) {}

  Background(
      Work work, Duration interval, Effects effects, Signals signals, Consumer<TieringRun> told) {
    this.work = work;
    this.told = told;
    this.goodNanos = effects.ticker().nanos();
    this.interval = interval;
    this.effects = effects;
    this.signals = signals;
    this.wake = signals.create();
    this.ended = signals.create();
  }

  void start() {
    synchronized (this) {
      if (started) {
        throw new IllegalStateException("the background was started before");
      }
      started = true;
    }
    effects.executor().execute(this::runUntilClosed);
  }

  synchronized void wake() {
    wanted = true;
    wake.raise();
  }

  /** Who calls while a pass is made is heard behind it. */
  private synchronized Signal listen() {
    wake = signals.create();
    if (wanted) {
      wake.raise();
    }
    wanted = false;
    return wake;
  }

  private void runUntilClosed() {
    try {
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.raise();
    }
  }

  private void run() throws InterruptedException {
    long dueNanos = effects.ticker().nanos() + interval.toNanos();
    while (!closing) {
      Signal woken = listen();
      long left = dueNanos - effects.ticker().nanos();
      boolean promotes = closing || (left > 0 && woken.await(Duration.ofNanos(left)));
      boolean due = dueNanos - effects.ticker().nanos() <= 0;
      if (!closing && (promotes || due) && !pass(due)) {
        return;
      }
      dueNanos = due ? effects.ticker().nanos() + interval.toNanos() : dueNanos;
    }
  }

  /** Returns whether another pass makes sense; what failed is tried again by that one. */
  private boolean pass(boolean due) throws InterruptedException {
    Instant began = effects.clock().instant();
    long beganNanos = effects.ticker().nanos();
    try {
      Pass pass = work.make(() -> closing, due);
      ended(TieringRun.of(began, since(beganNanos), pass), due);
      tell(pass.promoted());
      pass.tiered().ifPresent(this::tell);
      pass.tiered().ifPresent(report -> lastPass = report);
      lastFailure = null;
      return !pass.promoted().isFenced()
          && pass.tiered().stream().noneMatch(TieringReport::isFenced);
    } catch (FencedException over) {
      LOG.error("no segment is moved any more: {}", over.getMessage());
      lastFailure = over;
      ended(TieringRun.failed(began, since(beganNanos), over), due);
      return false;
    } catch (ManifestException | BlockStoreException | RuntimeException e) {
      LOG.warn("segments are not moved until the next pass: {}", e.toString());
      lastFailure = e;
      ended(TieringRun.failed(began, since(beganNanos), e), due);
      return true;
    }
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(effects.ticker().nanos() - nanos);
  }

  /** One that only brings back what is read says nothing of the policy where it went well. */
  private void ended(TieringRun run, boolean due) {
    if (closing || (!due && run.failure().isEmpty())) {
      return;
    }
    if (run.failure().isEmpty()) {
      goodNanos = effects.ticker().nanos();
      succeeded.increment();
    } else {
      failed.increment();
    }
    lastRun = run;
    told.accept(run);
  }

  /** Returns what the last pass did that was due, or failed. */
  Optional<TieringRun> lastRun() {
    return Optional.ofNullable(lastRun);
  }

  long succeeded() {
    return succeeded.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** Returns how long ago the last one ended in which nothing failed, in nanoseconds. */
  long ageNanos() {
    return effects.ticker().nanos() - goodNanos;
  }

  private void tell(TieringReport report) {
    if (!report.failed().isEmpty()) {
      LOG.warn(
          "{} segments were not moved; the first: {}",
          report.failed().size(),
          report.failed().getFirst().cause().getMessage());
    }
  }

  Optional<TieringReport> lastPass() {
    return Optional.ofNullable(lastPass);
  }

  Optional<Exception> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** Ends it; returns whether it has ended in time. */
  boolean stop(Duration patience) {
    boolean running;
    synchronized (this) {
      running = started;
      started = true; // cannot be started any more
      closing = true;
      wake.raise();
    }
    try {
      return !running || ended.await(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
