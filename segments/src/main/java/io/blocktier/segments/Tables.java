package io.blocktier.segments;

import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.journal.Appended;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The records that no segment has yet: a table that grows, and older ones that wait to be sealed.
 * Thread-safe; nothing here waits.
 *
 * <p>A batch gets its place in the log, its sequence number and its place in the table in one step,
 * so all three have one order. It is seen when it is acknowledged, or when a later one is: all
 * before a durable record are durable.
 */
final class Tables {

  private final RecordLog log;
  private final Ticker ticker;
  private final int segmentBytes;
  private final AtomicLong visible;
  private volatile State state;
  private long lastSequence;

  /**
   * The tables at some moment.
   *
   * @param active the one that grows
   * @param frozen those that wait, oldest first
   */
  record State(Table active, List<Table> frozen) {

    /** Returns all tables, newest first. */
    List<Table> newestFirst() {
      List<Table> all = new ArrayList<>(frozen.size() + 1);
      all.add(active);
      all.addAll(frozen.reversed());
      return all;
    }
  }

  /**
   * A batch that has its place.
   *
   * @param sequence in the order of all writes
   * @param appended in the log
   * @param cut whether it made a table full
   */
  record Placed(long sequence, Appended appended, boolean cut) {}

  Tables(RecordLog log, Ticker ticker, int segmentBytes, long lastSequence) {
    this.log = log;
    this.ticker = ticker;
    this.segmentBytes = segmentBytes;
    this.lastSequence = lastSequence;
    this.visible = new AtomicLong(lastSequence);
    this.state = new State(new Table(), List.of());
  }

  State state() {
    return state;
  }

  /** Returns how much memory the records take that no segment has. */
  long memoryBytes() {
    return state.newestFirst().stream().mapToLong(Table::memoryBytes).sum();
  }

  /** Returns how long the oldest of them waits, or 0 where there is none. */
  long oldestNanos() {
    State now = state;
    Table oldest = now.frozen().isEmpty() ? now.active() : now.frozen().getFirst();
    return oldest.isEmpty() ? 0 : Math.max(0, ticker.nanos() - oldest.begunNanos());
  }

  /** Returns the sequence number up to which everything is seen. */
  long visible() {
    return visible.get();
  }

  /** Lets everything be seen up to a sequence number. */
  void show(long sequence) {
    visible.accumulateAndGet(sequence, Math::max);
  }

  synchronized Placed append(BatchCodec.Encoded batch) throws IOException {
    long sequence = lastSequence + 1;
    Appended appended = log.append(batch, sequence);
    lastSequence = sequence;
    state
        .active()
        .add(
            batch.changes(),
            batch.payload().remaining(),
            sequence,
            appended.generation(),
            ticker.nanos());
    return new Placed(sequence, appended, cutIfFull());
  }

  /** Brings back what the log has. */
  synchronized void recover(List<Change> changes, long bytes, long sequence, long generation) {
    lastSequence = Math.max(lastSequence, sequence);
    state.active().add(changes, bytes, sequence, generation, ticker.nanos());
    show(sequence);
    cutIfFull();
  }

  private boolean cutIfFull() {
    return state.active().bytes() >= segmentBytes && cut();
  }

  /** Lets a new table grow, unless there is nothing in the last one; tells whether there was. */
  synchronized boolean cut() {
    State now = state;
    if (now.active().isEmpty()) {
      return false;
    }
    List<Table> frozen = new ArrayList<>(now.frozen());
    frozen.add(now.active());
    state = new State(new Table(), List.copyOf(frozen));
    return true;
  }

  /** Forgets the oldest table, whose records a committed segment has. */
  synchronized void drop(Table oldest) {
    State now = state;
    if (now.frozen().getFirst() != oldest) {
      throw new IllegalStateException("tables are sealed in their order");
    }
    state = new State(now.active(), List.copyOf(now.frozen().subList(1, now.frozen().size())));
  }
}
