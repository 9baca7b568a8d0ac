package io.blocktier.cache;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.journal.RecordBatch;
import io.blocktier.journal.RecordView;
import io.blocktier.journal.RecordVisitor;
import java.io.IOException;
import java.time.Duration;
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
  private RecordBatch gathered = new RecordBatch();
  private RecordBatch spare = new RecordBatch(); // the one under way, or taken in
  private @Nullable Signal underWay;
  private volatile @Nullable Exception failure;

  RecoveryTask(RecordVisitor recovery, CacheEffects effects) {
    this.recovery = recovery;
    this.effects = effects;
  }

  /** Takes the next record. */
  void add(RecordView record) throws IOException {
    gathered.add(record);
    if (gathered.size() >= effects.windows().readAhead()) {
      await();
      begin(next());
    }
  }

  private RecordBatch next() {
    RecordBatch batch = gathered;
    gathered = spare;
    spare = batch;
    gathered.clear();
    return batch;
  }

  private void begin(RecordBatch batch) throws IOException {
    Signal end = effects.signals().create();
    try {
      effects.effects().executor().execute(() -> run(batch, end));
      underWay = end;
    } catch (RejectedExecutionException nobody) {
      batch.forEach(recovery);
    }
  }

  private void run(RecordBatch batch, Signal end) {
    try {
      batch.forEach(recovery);
    } catch (IOException | RuntimeException e) {
      failure = e;
    } finally {
      end.raise();
    }
  }

  /** Takes in what was gathered last. */
  void finish() throws IOException {
    await();
    next().forEach(recovery);
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
