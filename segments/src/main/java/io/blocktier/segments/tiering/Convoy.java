package io.blocktier.segments.tiering;

import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * Several segments on their way, some at once: by the calling thread, and by others beside it. For
 * one run.
 */
final class Convoy {

  /** Every step has its deadline; the commit behind them has patience of its own. */
  private static final int PATIENCE = 3;

  private final Mover mover;
  private final MoverParts parts;
  private final Signals signals;
  private final List<Long> segments;
  private final Tier tier;
  private final Run run;
  private final Map<Long, MoveOutcome> outcomes = new LinkedHashMap<>();
  private int next;
  private int failuresInARow;
  private boolean over;

  Convoy(Mover mover, MoverParts parts, Signals signals, List<Long> segments, Tier tier, Run run) {
    this.mover = mover;
    this.parts = parts;
    this.signals = signals;
    this.segments = segments.stream().distinct().toList();
    this.tier = tier;
    this.run = run;
  }

  TieringReport run() {
    List<Signal> ends = startOthers();
    work();
    awaitAll(ends);
    return report();
  }

  private List<Signal> startOthers() {
    List<Signal> ends = new ArrayList<>();
    int others = Math.min(parts.options().parallelism(), segments.size()) - 1;
    for (int i = 0; i < others; i++) {
      Signal end = signals.create();
      try {
        parts.effects().executor().execute(() -> workUntil(end));
      } catch (RejectedExecutionException full) {
        return ends; // those that run do the work
      }
      ends.add(end);
    }
    return ends;
  }

  private void workUntil(Signal end) {
    try {
      work();
    } finally {
      end.raise();
    }
  }

  private void work() {
    for (int place = take(); place < segments.size(); place = take()) {
      MoveOutcome outcome = mover.move(segments.get(place), tier, run);
      note(outcome);
    }
  }

  private synchronized int take() {
    return over || run.stop().isSet() || Thread.currentThread().isInterrupted()
        ? segments.size()
        : next++;
  }

  private synchronized void note(MoveOutcome outcome) {
    outcomes.put(outcome.segment(), outcome);
    if (outcome instanceof MoveOutcome.Failed failed) {
      failuresInARow++;
      over |= failuresInARow >= parts.options().maxFailures();
      over |= failed.cause() instanceof FencedException;
    } else {
      failuresInARow = 0;
    }
  }

  private void awaitAll(List<Signal> ends) {
    Duration patience = parts.options().deadline().multipliedBy(PATIENCE);
    try {
      for (Signal end : ends) {
        boolean ended = end.await(patience);
        if (!ended) {
          return; // the report tells what is not done
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized TieringReport report() {
    List<MoveOutcome> all = new ArrayList<>();
    for (int place = 0; place < segments.size(); place++) {
      long segment = segments.get(place);
      MoveOutcome outcome = outcomes.get(segment);
      all.add(outcome == null ? new MoveOutcome.Skipped(segment, whyNot(place)) : outcome);
    }
    over = true;
    return TieringReport.of(all);
  }

  private SkipReason whyNot(int place) {
    if (place < next) {
      return SkipReason.UNFINISHED;
    }
    return over ? SkipReason.AFTER_FAILURES : SkipReason.STOPPED;
  }
}
