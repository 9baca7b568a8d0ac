package io.blocktier.cache;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.cache.journal.Position;
import io.blocktier.cache.journal.RecordVisitor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Has records taken into the index, in their order, by a task, while those behind them are read.
 * One batch of records is under way at a time, and one is gathered. Where no task runs, the reader
 * does it all.
 */
final class RecoveryTask {

  /** A batch takes some milliseconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RecordVisitor recovery;
  private final CacheEffects effects;
  private List<Seen> gathered = new ArrayList<>();
  private @Nullable Signal underWay;
  private volatile @Nullable Exception failure;

  RecoveryTask(RecordVisitor recovery, CacheEffects effects) {
    this.recovery = recovery;
    this.effects = effects;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Seen(
      long generation, Position position, byte kind, String key, byte[] attributes) {}

  /** Takes the next record. */
  void add(long generation, Position position, byte kind, String key, byte[] attributes)
      throws IOException {
    gathered.add(new Seen(generation, position, kind, key, attributes));
    if (gathered.size() >= effects.windows().readAhead()) {
      await();
      begin(next());
    }
  }

  private List<Seen> next() {
    List<Seen> batch = gathered;
    gathered = new ArrayList<>(batch.size());
    return batch;
  }

  private void begin(List<Seen> batch) throws IOException {
    Signal end = effects.signals().create();
    try {
      effects.effects().executor().execute(() -> run(batch, end));
      underWay = end;
    } catch (RejectedExecutionException nobody) {
      apply(batch);
    }
  }

  private void run(List<Seen> batch, Signal end) {
    try {
      apply(batch);
    } catch (IOException | RuntimeException e) {
      failure = e;
    } finally {
      end.raise();
    }
  }

  private void apply(List<Seen> batch) throws IOException {
    for (Seen seen : batch) {
      recovery.visit(
          seen.generation(), seen.position(), seen.kind(), seen.key(), seen.attributes());
    }
  }

  /** Takes in what was gathered last. */
  void finish() throws IOException {
    await();
    apply(next());
  }

  /** Waits until nobody changes the index any more, however that ended. */
  void awaitIdle() throws IOException {
    Signal end = underWay;
    if (end != null) {
      awaitThroughInterrupts(end);
      underWay = null;
    }
  }

  private void await() throws IOException {
    awaitIdle();
    Exception reason = failure;
    if (reason instanceof RuntimeException defect) {
      throw defect;
    }
    if (reason instanceof IOException unreadable) {
      throw unreadable;
    }
  }

  private void awaitThroughInterrupts(Signal end) throws IOException {
    Deadline deadline = Deadline.in(PATIENCE, effects.effects().ticker());
    boolean interrupted = false;
    boolean raised = false;
    while (!raised) {
      try {
        raised = end.await(deadline.remaining(effects.effects().ticker()));
        if (!raised) {
          throw new IOException(new TimeoutException("the index took no records for " + PATIENCE));
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
