package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.JournalFullException;
import io.blocktier.segments.BatchCodec.Encoded;
import io.blocktier.segments.Tables.Placed;
import java.io.IOException;
import java.util.Locale;

/** Brings batches into the log and into memory. */
final class Writes {

  private final SegmentsOptions options;
  private final Tables tables;
  private final RecordLog log;
  private final Room room;
  private final SealProgress progress;
  private final Events events;
  private final Receipts receipts;
  private final Ticker ticker;
  private final SegmentFailures failures;

  Writes(
      SegmentsOptions options,
      Tables tables,
      RecordLog log,
      Room room,
      SealProgress progress,
      Events events,
      Receipts receipts,
      Ticker ticker,
      SegmentFailures failures) {
    this.options = options;
    this.tables = tables;
    this.log = log;
    this.room = room;
    this.progress = progress;
    this.events = events;
    this.receipts = receipts;
    this.ticker = ticker;
    this.failures = failures;
  }

  RecordReceipt write(Batch batch, Durability level) throws BlockStoreException {
    progress.requireGoing(Operation.WRITE);
    requireFits(batch);
    Deadline deadline = Deadline.in(options.patience(), ticker);
    if (level == Durability.LOCAL) {
      requireSoundLog(deadline);
    }
    Placed placed = place(BatchCodec.encode(batch.changes()), deadline);
    if (placed.cut()) {
      events.happened();
    }
    acknowledge(placed, level, deadline);
    return receipts.of(placed);
  }

  /** Gives a batch its place; it is seen when its receipt was awaited, or something behind it. */
  RecordReceipt submit(Batch batch) throws BlockStoreException {
    progress.requireGoing(Operation.WRITE);
    requireFits(batch);
    Deadline deadline = Deadline.in(options.patience(), ticker);
    requireSoundLog(deadline);
    Placed placed = place(BatchCodec.encode(batch.changes()), deadline);
    if (placed.cut()) {
      events.happened();
    }
    return receipts.of(placed);
  }

  private void requireFits(Batch batch) throws BlockStoreException {
    if (batch.size() == 0) {
      throw failures.invalid(Operation.WRITE, "a batch without changes", "put something into it");
    }
    long bytes = BatchCodec.encodedBytes(batch.changes());
    if (bytes > options.maxBatchBytes()) {
      String detail =
          String.format(
              Locale.ROOT,
              "a batch of %d bytes, where %d are allowed",
              bytes,
              options.maxBatchBytes());
      throw failures.invalid(Operation.WRITE, detail, "write less at once");
    }
  }

  /**
   * A log whose force failed promises nothing new before all that it had promised is in segments.
   */
  private void requireSoundLog(Deadline deadline) throws BlockStoreException {
    LogHealth health = log.health();
    long suspect = health.suspect();
    if (suspect > progress.sealed()) {
      progress.want(suspect);
      progress.await(
          Operation.WRITE,
          () -> health.suspect() <= progress.sealed(),
          "a write of the log failed, and what it had is not sealed yet",
          deadline);
    }
  }

  private Placed place(Encoded batch, Deadline deadline) throws BlockStoreException {
    long bytes = Table.memoryBytes(batch.payload().remaining(), batch.changes().size());
    room.reserve(bytes, deadline);
    Placed placed = null;
    try {
      placed = append(batch, deadline);
      return placed;
    } finally {
      if (placed == null) {
        room.release(bytes);
      }
    }
  }

  /** Appends; where the log is full, sealing makes room. */
  private Placed append(Encoded batch, Deadline deadline) throws BlockStoreException {
    while (true) {
      long sealed = progress.sealed();
      try {
        return tables.append(batch);
      } catch (JournalFullException | DiskFullException full) {
        awaitRoom(sealed, full, deadline);
      } catch (IOException e) {
        throw failures.logged(Operation.WRITE, e);
      }
    }
  }

  private void awaitRoom(long sealed, IOException full, Deadline deadline)
      throws BlockStoreException {
    if (log.health().appended() <= sealed) {
      throw failures.logged(Operation.WRITE, full);
    }
    progress.want(log.health().appended());
    try {
      progress.await(
          Operation.WRITE, () -> progress.sealed() > sealed, "the log is full", deadline);
    } catch (BlockStoreException late) {
      if (!late.retryable()) {
        throw late;
      }
      BlockStoreException typed = failures.logged(Operation.WRITE, full);
      typed.addSuppressed(late);
      throw typed;
    }
  }

  private void acknowledge(Placed placed, Durability level, Deadline deadline)
      throws BlockStoreException {
    switch (level) {
      case MEMORY -> {
        log.commitInBackground();
        tables.show(placed.sequence());
      }
      case LOCAL -> receipts.awaitDurable(placed, deadline);
      case REMOTE ->
          progress.awaitSealed(Operation.WRITE, placed.appended().generation(), deadline);
    }
  }
}
