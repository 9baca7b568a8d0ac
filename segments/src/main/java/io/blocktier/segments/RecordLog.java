package io.blocktier.segments;

import io.blocktier.journal.Appended;
import io.blocktier.journal.Draft;
import io.blocktier.journal.Journal;
import io.blocktier.journal.LostRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The local log of batches, in front of the segments. Thread-safe. */
final class RecordLog implements AutoCloseable {

  /** The kind of all records: a batch of {@link BatchCodec}. */
  static final byte BATCH = 1;

  private final Journal journal;
  private final LogHealth health;

  /** The last generation that a file of the log got, by its number. */
  private final NavigableMap<Long, Long> lastGenerations;

  RecordLog(Journal journal, LogHealth health, NavigableMap<Long, Long> lastGenerations) {
    this.journal = journal;
    this.health = health;
    this.lastGenerations = lastGenerations;
  }

  String identity() {
    return journal.identity();
  }

  LogHealth health() {
    return health;
  }

  /** Gives a batch its place. Pure memory. One at a time appends. */
  Appended append(BatchCodec.Encoded batch, long sequence) throws IOException {
    byte[] attributes = ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
    Draft draft =
        new Draft(BATCH, "", attributes, List.of(batch.payload().duplicate()), batch.checksum());
    Appended appended = journal.append(draft);
    synchronized (lastGenerations) {
      lastGenerations.put(appended.position().segment(), appended.generation());
    }
    health.appended(appended.generation());
    return appended;
  }

  void awaitDurable(Appended appended, Duration timeout) throws IOException {
    journal.awaitDurable(appended, timeout);
  }

  void commitInBackground() {
    journal.commitInBackground();
  }

  boolean isDurable(Appended appended) {
    return journal.isDurable(appended);
  }

  /**
   * Gives room back: all files whose records are in segments by now. The last file stays, as it
   * gets more.
   *
   * @param mark the generation up to which all is covered by a durable manifest
   */
  void release(long mark) throws IOException {
    for (LostRecord lost : journal.lost()) {
      if (lost.generation() <= mark) {
        journal.discard(lost.generation());
      }
    }
    List<Long> files = journal.segmentsOldestFirst();
    for (long file : files.subList(0, Math.max(0, files.size() - 1))) {
      long last = lastGeneration(file);
      if (last > mark) {
        return;
      }
      if (last > health.durable()) {
        journal.commitInBackground(); // it is released with the next segment
        return;
      }
      journal.release(file);
      forget(file);
    }
  }

  /**
   * Returns a generation that is not less than that of any record of a file. What the log itself
   * has moved there, because the file before failed, was noted with that one.
   */
  private long lastGeneration(long file) {
    synchronized (lastGenerations) {
      Map.Entry<Long, Long> noted = lastGenerations.floorEntry(file);
      return noted == null ? 0 : noted.getValue();
    }
  }

  private void forget(long file) {
    synchronized (lastGenerations) {
      lastGenerations.headMap(file, true).clear();
    }
  }

  /** Returns how many files hold records. */
  int files() {
    return journal.segmentsOldestFirst().size();
  }

  /** Makes durable what was appended. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
