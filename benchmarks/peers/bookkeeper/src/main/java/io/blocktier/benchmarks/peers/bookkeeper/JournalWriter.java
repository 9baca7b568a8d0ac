package io.blocktier.benchmarks.peers.bookkeeper;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.writes.BlockWriter;
import io.blocktier.benchmarks.writes.Payload;
import io.blocktier.benchmarks.writes.WriteCell;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.bookkeeper.bookie.Journal;

/** Entries of a ledger for each writer, added to the journal of BookKeeper, which groups them. */
final class JournalWriter implements BlockWriter {

  private static final int HEAD = 2 * Long.BYTES;
  private static final long PATIENCE_SECONDS = 60;
  private static final int OK = 0;

  private final Journal journal;
  private final List<Ledger> ledgers;

  JournalWriter(Journal journal, WriteCell cell) {
    this.journal = journal;
    this.ledgers =
        IntStream.range(0, cell.writers())
            .mapToObj(number -> new Ledger(number, cell.blockBytes()))
            .toList();
  }

  /** What one writer has: the entry under way, and whoever awaits it. */
  private static final class Ledger {
    private final long number;
    private final ByteBuf entry;
    private final Semaphore durable = new Semaphore(0);
    private long entries;
    private volatile int outcome;

    Ledger(long number, int blockBytes) {
      this.number = number;
      this.entry = PooledByteBufAllocator.DEFAULT.directBuffer(HEAD + blockBytes);
    }

    /** Fills the entry, which the journal has released when the one before was durable. */
    ByteBuf next(Payload block) {
      return entry.clear().writeLong(number).writeLong(entries++).writeBytes(block.array());
    }

    void done(int code) {
      outcome = code;
      durable.release();
    }

    void await() throws IOException, InterruptedException {
      if (!durable.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("no word of an entry within " + PATIENCE_SECONDS + " s");
      }
      if (outcome != OK) {
        throw new IOException("an entry was refused with code " + outcome);
      }
    }
  }

  @Override
  public void write(int writer, int key, Payload block) throws IOException, InterruptedException {
    Ledger ledger = ledgers.get(writer);
    journal.logAddEntry(ledger.next(block), false, (code, _, _, _, _) -> ledger.done(code), null);
    ledger.await();
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged; its way to a ledger is not measured");
  }

  @Override
  public boolean onVirtualThreads() {
    return true;
  }

  @Override
  public void close() {
    journal.shutdown();
    ledgers.forEach(ledger -> ledger.entry.release());
  }
}
