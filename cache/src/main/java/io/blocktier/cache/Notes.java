package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.Draft;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what the store says to staged blocks: that it has them, or refuses them. No note is waited
 * for, and none is made where the journal has little room left: without it the store is asked once
 * more. So many are in memory at most before they are written with nobody waiting.
 */
final class Notes {

  private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

  static final byte[] NO_ATTRIBUTES = {};

  private static final int MAX_UNWRITTEN = 1024;

  private final AtomicInteger unwritten = new AtomicInteger();
  private final Log log;
  private final CountedIndex index;
  private final AtRisk atRisk;
  private final Refusals refusals;

  Notes(Log log, CountedIndex index, AtRisk atRisk, Refusals refusals) {
    this.log = log;
    this.index = index;
    this.atRisk = atRisk;
    this.refusals = refusals;
  }

  /**
   * Notes that the store has what a generation says. Not forced: if the note is lost, the store is
   * told once more.
   *
   * @return the entry of that generation, or empty if there is a newer one by now
   */
  Optional<IndexEntry> settle(BlockKey key, long generation) throws IOException {
    Optional<IndexEntry> entry = index.find(key).filter(e -> e.generation() == generation);
    if (entry.isEmpty()) {
      return entry;
    }
    add(RecordKind.SETTLED, key, bytes(generation));
    if (StagedBlocks.state(entry.get()).isDeletion()) {
      index.remove(key);
    } else {
      release(entry.get());
      index.put(key, entry.get().with(BlockState.CLEAN.code()));
    }
    return entry;
  }

  /**
   * Forgets the parts of a block that the store has merged, unless there is a newer generation by
   * now. Not forced: if the note is lost, they are merged once more.
   *
   * @return the entry of that generation, or empty if there is a newer one
   */
  Optional<IndexEntry> forget(BlockKey key, long generation) throws IOException {
    Optional<IndexEntry> entry = index.find(key).filter(e -> e.generation() == generation);
    if (entry.isEmpty()) {
      return entry;
    }
    add(RecordKind.INVALIDATED, key, NO_ATTRIBUTES);
    release(entry.get());
    index.remove(key);
    return entry;
  }

  /** Before the index says so: a flush that finds no block at risk has left no bytes at risk. */
  private void release(IndexEntry entry) {
    atRisk.release(entry.position().length());
  }

  /** The last of the journal is for what has to move. */
  private void add(RecordKind kind, BlockKey key, byte[] attributes) throws IOException {
    if (log.freeSegments() < Room.RESERVED_SEGMENTS) {
      LOG.debug("no room to note that '{}' is {}", key, kind);
    } else {
      addWhileMoving(kind, key, attributes);
    }
  }

  void addWhileMoving(RecordKind kind, BlockKey key, byte[] attributes) throws IOException {
    try {
      log.append(marker(kind, key, attributes), Room.SEGMENTS_TO_MOVE);
      if (unwritten.incrementAndGet() % MAX_UNWRITTEN == 0) {
        log.commitInBackground();
      }
    } catch (JournalFullException | DiskFullException full) {
      LOG.debug("no room to note that '{}' is {}", key, kind, full);
    }
  }

  private static byte[] bytes(long generation) {
    return ByteBuffer.allocate(Long.BYTES).putLong(generation).array();
  }

  /**
   * Sets a version aside that the store refuses; it stays readable and at risk. The note is not
   * forced: if it is lost, the store is asked once more, and refuses again.
   */
  void quarantine(BlockKey key, Refusal refusal) throws IOException {
    Optional<IndexEntry> entry =
        index.find(key).filter(e -> e.generation() == refusal.generation());
    if (entry.isPresent()) {
      add(RecordKind.QUARANTINED, key, refusal.encode());
      refusals.put(key, refusal);
      index.put(key, entry.get().with(StagedBlocks.state(entry.get()).quarantined().code()));
    }
  }

  /** Lets a quarantined version travel again. If the note is lost, it stays quarantined. */
  void offerAgain(BlockKey key, IndexEntry entry) throws IOException {
    add(RecordKind.RETRIED, key, bytes(entry.generation()));
    refusals.forget(key);
    index.put(key, entry.with(StagedBlocks.state(entry).offered().code()));
  }

  static Draft marker(RecordKind kind, BlockKey key, byte[] attributes) {
    return new Draft(kind.code(), key.value(), attributes, List.of(), Crc32c.EMPTY);
  }
}
