package io.blocktier.cache.journal;

import io.blocktier.blockstore.spi.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows in memory: where records are, which are durable, who waits, who writes.
 * Every method is short and pure memory. Thread-safe.
 */
final class Ledger {

  private final JournalOptions options;
  private final Signals signals;
  private final Places places;
  private final Leadership leadership = new Leadership();
  private final SequencedMap<Long, Pending> queue = new LinkedHashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private long last;
  private long durable;
  private boolean closed;

  Ledger(JournalOptions options, Signals signals, Recovered recovered, long base) {
    this.options = options;
    this.signals = signals;
    this.places = new Places(options.segmentBytes(), options.maxSegments(), recovered);
    this.last = base;
    this.durable = recovered.generation();
  }

  // Records

  synchronized Appended append(Head head, Draft draft)
      throws JournalFullException, JournalClosedException {
    if (closed) {
      throw new JournalClosedException();
    }
    Pending record = places.place(head, draft.payload(), last + 1);
    last++;
    queue.put(last, record);
    return new Appended(last, record.position());
  }

  /** Tells whether a record is durable; throws if it was given up. */
  synchronized boolean isSettled(long generation) throws IOException {
    Loss loss = loss(generation);
    if (loss != null) {
      throw new IOException("the record was not made durable", loss.cause());
    }
    return generation <= durable;
  }

  synchronized boolean isDurable(long generation) {
    return generation <= durable && loss(generation) == null;
  }

  private @Nullable Loss loss(long generation) {
    return losses.stream().filter(loss -> loss.holds(generation)).findFirst().orElse(null);
  }

  synchronized Source source(Position position) throws SegmentReleasedException {
    return places.source(position);
  }

  // Batches

  /** Returns the records to write next, or null if nothing is queued. They stay queued. */
  synchronized @Nullable Batch batch() {
    if (queue.isEmpty()) {
      return null;
    }
    List<Pending> records = head();
    Pending first = records.getFirst();
    Segment segment = first.segment();
    boolean ends = segment.isFull() && segment.pending().size() == records.size();
    return new Batch(segment, first.offset(), records, durable, places.oldest(), ends);
  }

  /** Returns the first records of the queue, of one segment and of bounded size. */
  private List<Pending> head() {
    List<Pending> records = new ArrayList<>();
    Segment segment = queue.firstEntry().getValue().segment();
    long bytes = 0;
    int staged = 0;
    for (Pending record : queue.values()) {
      bytes += record.head().recordBytes();
      staged += Batch.stagedBytes(record.head());
      boolean fits = bytes <= options.maxBatchBytes() && staged <= Batch.MAX_STAGED_BYTES;
      if (record.segment() != segment || !(fits || records.isEmpty())) {
        break;
      }
      records.add(record);
    }
    return records;
  }

  /** Takes the records of a batch as durable; returns who waited for them. */
  synchronized List<Waiter> committed(Batch batch) {
    durable = batch.generation();
    return dequeue(batch.records());
  }

  private List<Waiter> dequeue(List<Pending> records) {
    List<Waiter> waiters = new ArrayList<>();
    for (Pending record : records) {
      queue.remove(record.generation());
      places.forget(record);
      waiters.addAll(record.waiters());
    }
    waiters.forEach(leadership::leave);
    return waiters;
  }

  synchronized long durable() {
    return durable;
  }

  // Failures

  /** Gives up the records of a batch. */
  synchronized Loss fail(List<Pending> records, IOException cause) {
    List<Waiter> waiters = dequeue(records);
    records.forEach(places::lose);
    Loss loss =
        new Loss(
            records.getFirst().generation(),
            records.getLast().generation(),
            records.getLast().segment().number(),
            cause,
            waiters);
    losses.add(loss);
    return loss;
  }

  /** Returns what was given up and is in memory alone. */
  synchronized List<LostRecord> lost() {
    return places.lost().stream().map(LostRecord::of).toList();
  }

  synchronized void discard(long generation) {
    places.lost().stream()
        .filter(record -> record.generation() == generation)
        .forEach(places::discard);
  }

  /**
   * Lets nothing more be written to a segment. What was queued for it and behind it gets new places
   * in fresh segments, in the same order; returns what found none.
   */
  synchronized @Nullable Loss poison(Segment segment) {
    segment.poison();
    List<Pending> records = List.copyOf(queue.values());
    if (records.isEmpty() || records.getFirst().segment() != segment) {
      return null;
    }
    records.forEach(record -> record.segment().complete());
    for (int i = 0; i < records.size(); i++) {
      try {
        places.move(records.get(i));
      } catch (JournalFullException e) {
        return fail(records.subList(i, records.size()), e);
      }
    }
    return null;
  }

  // Who writes

  /** Adds somebody who waits for a record, or returns null if that is settled by now. */
  synchronized @Nullable Waiter enlist(long generation) throws IOException {
    Pending record = queue.get(generation);
    if (record == null) {
      checkKnown(generation);
      return null;
    }
    Waiter waiter = new Waiter(signals.create());
    leadership.enlist(waiter);
    if (!waiter.leads()) {
      record.waiters().add(waiter);
    }
    return waiter;
  }

  private void checkKnown(long generation) throws IOException {
    if (!isSettled(generation)) {
      throw new IOException("the record was given up, and its segment released since");
    }
  }

  synchronized Waiter claim() {
    Waiter waiter = new Waiter(signals.create());
    leadership.claim(waiter);
    return waiter;
  }

  synchronized boolean leads(Waiter waiter) {
    return waiter.leads();
  }

  /** Takes somebody out who waits no longer; tells whether it leads by now and has to hand on. */
  synchronized boolean withdraw(Waiter waiter, long generation) {
    Pending record = queue.get(generation);
    if (record != null) {
      record.waiters().remove(waiter);
    }
    leadership.leave(waiter);
    return waiter.leads();
  }

  /** Asks for a task that writes what is queued; tells whether the caller starts it. */
  synchronized boolean wantBackground() {
    return !queue.isEmpty() && leadership.wantBackground();
  }

  synchronized void forgetBackground() {
    leadership.forgetBackground();
  }

  /** Lets somebody else lead. */
  synchronized Leadership.Next handOn() {
    return leadership.handOn(!queue.isEmpty());
  }

  // Segments

  synchronized List<Segment> segments() {
    return places.oldestFirst();
  }

  synchronized int freeSegments() {
    return places.free();
  }

  /** Returns a segment that nobody else releases meanwhile. */
  synchronized Segment releasable(long segment) throws SegmentReleasedException {
    return places.releasable(segment);
  }

  /** Returns the file of a segment of which all is on the disk, or null. */
  synchronized @Nullable SegmentFile completeFile(long number) throws SegmentReleasedException {
    Segment segment = places.find(number);
    return segment.isComplete() && !segment.isPoisoned() ? segment.file() : null;
  }

  synchronized boolean isComplete(Segment segment) {
    return segment.isComplete();
  }

  synchronized void complete(Segment segment) {
    segment.complete();
  }

  synchronized void begin(Segment segment, SegmentFile file) {
    segment.file(file);
  }

  /** Keeps a segment that could not be released; its file is in an unknown state. */
  synchronized void releaseFailed(Segment segment) {
    segment.poison();
    segment.release(false);
  }

  synchronized void released(Segment segment) {
    places.remove(segment);
    losses.removeIf(loss -> loss.segment() <= segment.number());
  }

  /** Takes no more records; returns the generation of the last one. */
  synchronized long close() {
    closed = true;
    return last;
  }
}
