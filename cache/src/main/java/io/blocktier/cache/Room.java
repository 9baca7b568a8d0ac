package io.blocktier.cache;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.Log;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Makes room for what is to be staged: in the journal, on its disk, in the index, in memory. */
final class Room {

  /** What writes leave free, so that there is room to note that they are safe elsewhere. */
  static final int RESERVED_SEGMENTS = 2;

  /** What is left free of that where something is given up, so that blocks can still move. */
  static final int SEGMENTS_TO_MOVE = 1;

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Log log;
  private final Reclaimer reclaimer;
  private final Effects effects;
  private final long maxBytesInMemory;

  /**
   * Makes room for one cache.
   *
   * @param maxBytesInMemory how much may wait to be written; at least the largest record
   */
  Room(Log log, Reclaimer reclaimer, Effects effects, long maxBytesInMemory) {
    this.log = log;
    this.reclaimer = reclaimer;
    this.effects = effects;
    this.maxBytesInMemory = maxBytesInMemory;
  }

  /** Refuses where the journal is full but for what is reserved. */
  void requireInJournal() throws JournalFullException {
    if (isJournalFull()) {
      throw new JournalFullException(log.segmentsOldestFirst().size());
    }
  }

  private boolean isJournalFull() {
    return log.freeSegments() <= RESERVED_SEGMENTS;
  }

  /** Refuses where too much is in memory already, because the disk is slower than its writers. */
  void requireInMemory(long bytes) throws UnwrittenException {
    if (!hasInMemory(bytes)) {
      throw new UnwrittenException(log.bytesInMemory(), maxBytesInMemory);
    }
  }

  /**
   * Tells whether a segment can move together with notes, of which there may be as many as blocks.
   * Without them one free segment has room for what is in another.
   */
  boolean isToNoteMoves() {
    return log.freeSegments() >= RESERVED_SEGMENTS;
  }

  /** Tells whether bytes may wait in memory until they are written. */
  boolean hasInMemory(long bytes) {
    return log.bytesInMemory() + bytes <= maxBytesInMemory;
  }

  /** Makes room in the journal for what can be had again; false where there is none. */
  boolean isThereOrMade() throws IOException {
    return !isJournalFull() || reclaimer.reclaim();
  }

  /**
   * Makes room in the journal, or waits until others have made it. Without a lock, for what has to
   * move out of the way may be of any block.
   *
   * @throws JournalFullException if there is none before the deadline
   */
  void makeInJournal(Deadline deadline) throws IOException {
    while (isJournalFull()) {
      try {
        requireInJournal();
      } catch (JournalFullException full) {
        make(full, deadline);
      }
    }
  }

  /**
   * Makes room for what was refused, or waits a moment for others to make it.
   *
   * @param refused why it was
   * @throws IOException if that was refused up to the deadline, or the disk fails
   */
  void make(IOException refused, Deadline deadline) throws IOException {
    if (!deadline.remaining(effects.ticker()).isPositive()) {
      throw refused;
    }
    boolean made =
        switch (refused) {
          case CacheFullException _ -> reclaimer.evict();
          case UnwrittenException _ -> false;
          default -> freesSegment();
        };
    if (!made) {
      pause();
    }
  }

  /** What is at risk moves out of a segment that is freed, and may fill another. */
  private boolean freesSegment() throws IOException {
    int before = log.freeSegments();
    return reclaimer.reclaim() && log.freeSegments() > before;
  }

  private void pause() throws IOException {
    try {
      effects.sleeper().sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for room in the journal");
    }
  }
}
