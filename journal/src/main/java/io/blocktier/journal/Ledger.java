package io.blocktier.journal;

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

  /**
   * How many rows of records that were given up are told from durable ones when somebody has dealt
   * with all of them; the newest. Rows with a record that is in memory alone are always told.
   */
  static final int MAX_LOSSES = 1000;

  private final JournalOptions options;
  private final Signals signals;
  private final Places places;
  private final Leadership leadership = new Leadership();
  private final SequencedMap<Long, Pending> queue = new LinkedHashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private long last;
  private long durable;
  private long bytesInMemory;

  /** How many wait for records that are queued. */
  private int waiting;

  /** Up to here records are written although nobody waits for them. */
  private long wanted;

  private boolean closed;

  Ledger(JournalOptions options, Signals signals, Recovered recovered, long base, DiskSpace space) {
    this.options = options;
    this.signals = signals;
    this.places = new Places(options.segmentBytes(), options.maxSegments(), recovered, space);
    this.last = base;
    this.durable = recovered.generation();
  }

  // Records

  synchronized Appended append(Head head, Draft draft, int spare)
      throws JournalFullException, DiskFullException, JournalClosedException {
    if (closed) {
      throw new JournalClosedException();
    }
    Pending record = places.place(head, draft.payload(), last + 1, spare);
    last++;
    queue.put(last, record);
    bytesInMemory += head.payloadLength();
    return new Appended(last, record.position());
  }

  /** Tells whether a record is durable; throws if it was given up. */
  synchronized boolean isSettled(long generation) throws IOException {
    Loss loss = loss(generation);
    if (loss != null) {
      throw loss.failure();
    }
    return generation <= durable;
  }

  synchronized boolean isDurable(long generation) {
    return generation <= durable && loss(generation) == null;
  }

  private @Nullable Loss loss(long generation) {
    for (Loss loss : losses) {
      if (loss.holds(generation)) {
        return loss;
      }
    }
    return null;
  }

  synchronized Source source(Position position) throws SegmentReleasedException {
    return places.source(position);
  }

  // Batches

  /**
   * Returns the records to write next, or null if none is worth a force of its own: nobody waits
   * for those that are queued, or wants them written. They stay queued.
   */
  synchronized @Nullable Batch batch() {
    if (!isWorthForcing()) {
      return null;
    }
    List<Pending> records = head();
    Pending first = records.getFirst();
    Segment segment = first.segment();
    boolean ends = segment.isFull() && segment.pending().size() == records.size();
    return new Batch(segment, first.offset(), records, durable, places.oldest(), ends);
  }

  private boolean isWorthForcing() {
    return !queue.isEmpty() && (waiting > 0 || queue.firstEntry().getKey() <= wanted);
  }

  /** Has all records written that are queued now, although nobody waits for them. */
  synchronized void wantAll() {
    wanted = last;
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
    batch.records().forEach(this::letGo);
    return dequeue(batch.records());
  }

  private void letGo(Pending record) {
    bytesInMemory -= record.head().payloadLength();
  }

  /** Returns the bytes of payloads that are in memory alone. */
  synchronized long bytesInMemory() {
    return bytesInMemory;
  }

  /** Returns how many wait for records that are not written yet. */
  synchronized int waiting() {
    return waiting;
  }

  /** Returns the generation of the newest record. */
  synchronized long last() {
    return last;
  }

  /** Returns the oldest record that is not written yet, or null. */
  synchronized @Nullable Pending oldestQueued() {
    return queue.isEmpty() ? null : queue.firstEntry().getValue();
  }

  /** Returns a record that is not written yet, or null. */
  synchronized @Nullable Pending queued(long generation) {
    return queue.get(generation);
  }

  private List<Waiter> dequeue(List<Pending> records) {
    List<Waiter> waiters = new ArrayList<>();
    for (Pending record : records) {
      queue.remove(record.generation());
      places.forget(record);
      waiters.addAll(record.waiters());
    }
    waiting -= waiters.size();
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
        new Loss(records.getFirst().generation(), records.getLast().generation(), cause, waiters);
    remember(loss);
    return loss;
  }

  /** As one with the loss before it, where nothing in between became durable. */
  private void remember(Loss loss) {
    Loss before = losses.isEmpty() ? null : losses.getLast();
    if (before != null && before.last() + 1 == loss.first()) {
      losses.removeLast();
      losses.add(before.with(loss));
    } else {
      losses.add(loss);
    }
    if (losses.size() > MAX_LOSSES) {
      forgetOne();
    }
  }

  /** Forgets the oldest row with all of whose records somebody has dealt. */
  private void forgetOne() {
    List<Pending> lost = places.lost();
    for (Loss loss : losses) {
      if (lost.stream().noneMatch(record -> loss.holds(record.generation()))) {
        losses.remove(loss);
        return;
      }
    }
  }

  /** Returns what was given up and is in memory alone. */
  synchronized List<LostRecord> lost() {
    return places.lost().stream().map(LostRecord::of).toList();
  }

  /** Throws if a record was given up with which nobody has dealt. */
  synchronized void requireNoneLost() throws IOException {
    for (Pending record : places.lost()) {
      isSettled(record.generation());
    }
  }

  synchronized void discard(long generation) {
    Pending record = places.discard(generation);
    if (record != null) {
      letGo(record);
    }
  }

  /**
   * Lets nothing more be written to a segment. What was queued for it and behind it gets new places
   * in fresh segments, in the same order; returns what found none.
   */
  synchronized @Nullable Loss poison(Segment segment) {
    places.poison(segment);
    List<Pending> records = List.copyOf(queue.values());
    if (records.isEmpty() || records.getFirst().segment() != segment) {
      return null;
    }
    records.forEach(record -> record.segment().complete());
    for (int i = 0; i < records.size(); i++) {
      try {
        places.move(records.get(i));
      } catch (JournalFullException | DiskFullException e) {
        return fail(records.subList(i, records.size()), e);
      }
    }
    return null;
  }

  // Who writes

  /**
   * Adds somebody who waits for a record, and leads if nobody does; returns null if the record is
   * settled by now.
   */
  synchronized @Nullable Waiter enlist(long generation) throws IOException {
    Waiter waiter = enlistIfQueued(generation);
    if (waiter == null) {
      checkKnown(generation);
    }
    return waiter;
  }

  /** As {@link #enlist}, whether the record was given up or not. */
  synchronized @Nullable Waiter enlistIfQueued(long generation) {
    Pending record = queue.get(generation);
    if (record == null) {
      return null;
    }
    Waiter waiter = new Waiter(signals.create());
    record.waiters().add(waiter);
    waiting++;
    if (waiting == 1) {
      waiter.beAlone();
    }
    if (leadership.begin()) {
      waiter.lead();
    }
    return waiter;
  }

  private void checkKnown(long generation) throws IOException {
    if (!isSettled(generation)) {
      throw new IOException("there is no such record");
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

  /** Takes somebody out who does not wait for a record any more; it is written nevertheless. */
  synchronized void withdraw(Waiter waiter, long generation) {
    Pending record = queue.get(generation);
    if (record != null && record.waiters().remove(waiter)) {
      waiting--;
      wanted = Math.max(wanted, generation);
    }
  }

  /** Takes a claim back; false if it leads by now, and has to hand on. */
  synchronized boolean withdraw(Waiter claim) {
    leadership.leave(claim);
    return !claim.leads();
  }

  synchronized boolean isClaimed() {
    return leadership.isClaimed();
  }

  /** Asks for a task that writes what is queued; tells whether the caller starts it. */
  synchronized boolean wantTask() {
    wanted = last;
    return !queue.isEmpty() && leadership.begin();
  }

  /** Lets nobody lead, or who claimed it, although something is queued. */
  synchronized Leadership.Next abdicate() {
    return leadership.handOn(false);
  }

  /** Lets somebody else lead. */
  synchronized Leadership.Next handOn() {
    return leadership.handOn(isWorthForcing());
  }

  // Segments

  synchronized List<Segment> segments() {
    return places.oldestFirst();
  }

  synchronized int freeSegments() {
    return places.free();
  }

  synchronized boolean isReleasable(long segment) {
    return places.isReleasable(segment);
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

  /** Returns the file of a segment, or null if it has none yet, or never gets one. */
  synchronized @Nullable SegmentFile file(long number) throws SegmentReleasedException {
    return places.find(number).file();
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

  /** Keeps a segment to which nothing was done yet. */
  synchronized void releaseNotBegun(Segment segment) {
    segment.release(false);
  }

  /** Keeps a segment that could not be released; its file is in an unknown state. */
  synchronized void releaseFailed(Segment segment) {
    places.poison(segment);
    segment.release(false);
  }

  synchronized void released(Segment segment) {
    segment.lost().values().forEach(this::letGo);
    places.remove(segment);
  }

  /** Takes no more records. */
  synchronized void close() {
    closed = true;
  }
}
