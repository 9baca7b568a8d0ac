package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.journal.JournalTimeoutException;
import io.blocktier.segments.Tables.Placed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Makes receipts, which look up how far their records have come. */
final class Receipts {

  private final RecordLog log;
  private final Tables tables;
  private final SealProgress progress;
  private final Ticker ticker;
  private final SegmentFailures failures;

  Receipts(
      RecordLog log,
      Tables tables,
      SealProgress progress,
      Ticker ticker,
      SegmentFailures failures) {
    this.log = log;
    this.tables = tables;
    this.progress = progress;
    this.ticker = ticker;
    this.failures = failures;
  }

  RecordReceipt of(Placed placed) {
    return new Logged(placed);
  }

  /** Waits until a batch survives a power cut; from then on it is seen. */
  void awaitDurable(Placed placed, Deadline deadline) throws BlockStoreException {
    try {
      log.awaitDurable(placed.appended(), deadline.remaining(ticker));
      tables.show(placed.sequence());
    } catch (JournalTimeoutException late) {
      throw failures.late(Operation.WRITE, "the log is not forced yet", late);
    } catch (InterruptedIOException interrupted) {
      throw failures.late(Operation.WRITE, "interrupted while the log is forced", interrupted);
    } catch (IOException e) {
      throw failures.placed(Operation.WRITE, e);
    }
  }

  private final class Logged implements RecordReceipt {

    private final Placed placed;

    Logged(Placed placed) {
      this.placed = placed;
    }

    @Override
    public long sequence() {
      return placed.sequence();
    }

    @Override
    public Durability level() {
      if (progress.sealed() >= placed.appended().generation()) {
        return Durability.REMOTE;
      }
      return log.isDurable(placed.appended()) ? Durability.LOCAL : Durability.MEMORY;
    }

    @Override
    public void await(Durability level, Duration timeout) throws BlockStoreException {
      if (!level().covers(level)) {
        Deadline deadline = Deadline.in(timeout, ticker);
        if (level == Durability.REMOTE) {
          progress.awaitSealed(Operation.WRITE, placed.appended().generation(), deadline);
        } else {
          awaitDurable(placed, deadline);
        }
      }
      if (level != Durability.MEMORY) {
        tables.show(placed.sequence()); // somebody else may have forced the log
      }
    }

    @Override
    public void awaitSealing(Duration timeout) throws BlockStoreException {
      long generation = placed.appended().generation();
      progress.await(
          Operation.WRITE,
          () -> progress.sealed() >= generation,
          "records are not sealed yet",
          Deadline.in(timeout, ticker));
    }

    @Override
    public String toString() {
      return "receipt of write " + placed.sequence() + ", " + level();
    }
  }
}
