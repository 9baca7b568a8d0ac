package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Appended;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.Draft;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.Log;
import io.blocktier.journal.LostRecord;
import io.blocktier.journal.Stored;
import io.blocktier.journal.disk.DiskWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocks in the journal, each by its newest record. What is found here is newer than what the
 * store beneath has, or the same.
 *
 * <p>Whoever changes a block holds its lock. A change is acknowledged in this order:
 *
 * <ol>
 *   <li>the record is appended and its generation is thereby given;
 *   <li>the record is forced to the disk, with those of others;
 *   <li>the index leads to it, which is when others see it.
 * </ol>
 */
final class StagedBlocks {

  private static final Logger LOG = LoggerFactory.getLogger(StagedBlocks.class);

  private final Log log;
  private final CountedIndex index;
  private final AtRisk atRisk;
  private final DiskWatch watch;
  private final Effects effects;
  private final Duration patience;
  private final Appending appending;
  private final KeyLocks locks;
  private final Refusals refusals;
  private final Notes notes;
  private final Reclaimer reclaimer;
  private final Room room;
  private final AtomicLong newestSegment = new AtomicLong();

  StagedBlocks(
      Log log,
      CountedIndex index,
      AtRisk atRisk,
      KeyLocks locks,
      Refusals refusals,
      DiskWatch watch,
      Effects effects,
      CacheOptions options) {
    this.log = log;
    this.index = index;
    this.atRisk = atRisk;
    this.locks = locks;
    this.refusals = refusals;
    this.notes = new Notes(log, index, atRisk, refusals);
    this.watch = watch;
    this.effects = effects;
    this.patience = options.patience();
    this.appending = new Appending(index::distrust);
    this.reclaimer = new Reclaimer(log, index, locks, this, appending, patience);
    this.room = new Room(log, reclaimer, effects, options.maxAtRiskBytes());
  }

  Optional<IndexEntry> find(BlockKey key) throws IOException {
    return index.find(key);
  }

  static BlockState state(IndexEntry entry) {
    return BlockState.of(entry.state());
  }

  BlockHead head(IndexEntry entry) throws IOException {
    return BlockHead.decode(log.attributes(entry.position()));
  }

  /** Reads a version at once, head and bytes. */
  Stored whole(IndexEntry entry) throws IOException {
    return log.whole(entry.position());
  }

  /**
   * Stages a version whose bytes are counted as at risk already.
   *
   * @param durably whether to wait until it survives a power cut
   */
  Appended put(BlockKey key, BlockHead head, List<ByteBuffer> payload, boolean durably)
      throws IOException {
    Draft draft =
        new Draft(head.kind().code(), key.value(), head.encode(), payload, head.checksum());
    room.requireInJournal();
    if (!durably) {
      room.requireInMemory(draft.payloadBytes());
    }
    try (Places _ = reserve(List.of(key));
        Appending.Change change = appending.begin()) {
      Appended appended = change.note(log.append(draft, Room.RESERVED_SEGMENTS));
      if (durably) {
        awaitDurableOrDiscard(appended);
      } else {
        log.commitInBackground();
      }
      replace(key, appended, BlockState.DIRTY);
      change.indexed();
      return appended;
    }
  }

  /**
   * Releases segments without blocks where a change begins a new one. Behind the change: what it
   * brought about does not hang on this.
   */
  void releaseDeserted(Appended change) {
    long segment = change.position().segment();
    if (newestSegment.get() < segment
        && newestSegment.getAndAccumulate(segment, Math::max) < segment) {
      try {
        reclaimer.releaseDeserted();
      } catch (IOException e) {
        LOG.warn("a segment without blocks is not released; the next one tries again", e);
      }
    }
  }

  /** What the journal gives up is of no use to anybody: its writer is told, and has the bytes. */
  private void awaitDurableOrDiscard(Appended appended) throws IOException {
    try {
      log.awaitDurable(appended, patience);
    } catch (IOException e) {
      log.discard(appended.generation());
      throw e;
    }
  }

  /** Waits until an entry survives a power cut. */
  void awaitDurable(IndexEntry entry) throws IOException {
    log.awaitDurable(new Appended(entry.generation(), entry.position()), patience);
  }

  boolean isDurable(IndexEntry entry) {
    return log.isDurable(new Appended(entry.generation(), entry.position()));
  }

  /**
   * Stages deletions, as many as there is room for, and waits until they survive a power cut.
   *
   * @return how many: the first ones, at least one
   */
  int delete(List<BlockKey> keys) throws IOException {
    room.requireInJournal();
    List<BlockKey> some = keys;
    while (some.size() > 1 && !index.hasRoom(missing(some))) {
      some = some.subList(0, some.size() / 2);
    }
    try (Places _ = reserve(some);
        Appending.Change change = appending.begin()) {
      List<Appended> deletions = appendDeletions(some, change);
      requireDurable(deletions);
      for (int i = 0; i < deletions.size(); i++) {
        replace(keys.get(i), deletions.get(i), BlockState.DELETED);
      }
      change.indexed();
      return deletions.size();
    }
  }

  private List<Appended> appendDeletions(List<BlockKey> keys, Appending.Change change)
      throws IOException {
    List<Appended> appended = new ArrayList<>(keys.size());
    try {
      for (BlockKey key : keys) {
        Draft draft = Notes.marker(RecordKind.DELETE, key, Notes.NO_ATTRIBUTES);
        appended.add(change.note(log.append(draft, Room.RESERVED_SEGMENTS)));
      }
    } catch (JournalFullException | DiskFullException full) {
      if (appended.isEmpty()) {
        throw full;
      }
      LOG.debug("room for {} of {} deletions", appended.size(), keys.size(), full);
    }
    return appended;
  }

  /** Some may be written by a force that fails, and given up, and the last one by another. */
  private void requireDurable(List<Appended> deletions) throws IOException {
    try {
      log.awaitDurable(deletions.getLast(), patience);
      for (Appended deletion : deletions) {
        if (!log.isDurable(deletion)) {
          throw new IOException("some of the deletions could not be written");
        }
      }
    } catch (IOException e) {
      deletions.forEach(deletion -> log.discard(deletion.generation()));
      throw e;
    }
  }

  /** Keeps a version that came from the store, if there is room; nothing is lost if it is not. */
  boolean keep(BlockKey key, BlockHead head, List<ByteBuffer> payload) throws IOException {
    Draft draft =
        new Draft(RecordKind.FETCHED.code(), key.value(), head.encode(), payload, head.checksum());
    if (watch.isStalled() || !room.hasInMemory(draft.payloadBytes()) || !room.isThereOrMade()) {
      return false;
    }
    if (!index.hasRoom(1)) {
      reclaimer.evict();
    }
    try (Places _ = reserve(List.of(key));
        Appending.Change change = appending.begin()) {
      Appended appended = change.note(log.append(draft, Room.RESERVED_SEGMENTS));
      log.commitInBackground();
      replace(key, appended, BlockState.CLEAN);
      change.indexed();
      return true;
    } catch (DiskFullException full) {
      reclaimer.reclaim(); // for the next one
      return false;
    }
  }

  /** Forgets a version whose bytes here are no good, which the store has, too. */
  void forgetDamaged(BlockKey key, IndexEntry entry) throws IOException {
    index.remove(key, entry.generation());
  }

  /** Gives a version up, durably, that the store does not have. */
  void drop(BlockKey key, IndexEntry entry) throws IOException {
    forgetDurably(key);
    refusals.forget(key);
    atRisk.release(entry.position().length());
  }

  /**
   * Forgets, durably, all that the journal has of a block that the store is about to change, and of
   * which it has the newest version; the caller holds its lock until the store has done so. Also
   * where the index knows nothing of it: that the store had heard of a deletion is noted without a
   * sync, and a deletion that a crash revives would take the block that is written now.
   */
  void invalidate(BlockKey key, Deadline deadline) throws IOException {
    boolean forgotten = false;
    while (!forgotten) {
      discardLost(key); // or it keeps a segment, and who would discard it waits for the lock
      try {
        room.requireInJournal(); // what is clean is never in the way of that
        forgetDurably(key);
        forgotten = true;
      } catch (JournalFullException | DiskFullException full) {
        room.make(full, deadline);
      }
    }
  }

  private void discardLost(BlockKey key) {
    for (LostRecord lost : log.lost()) {
      if (lost.key().equals(key.value())) {
        log.discard(lost.generation());
      }
    }
  }

  private void forgetDurably(BlockKey key) throws IOException {
    try (Appending.Change change = appending.begin()) {
      Draft draft = Notes.marker(RecordKind.INVALIDATED, key, Notes.NO_ATTRIBUTES);
      awaitDurableOrDiscard(change.note(log.append(draft, Room.SEGMENTS_TO_MOVE)));
      index.remove(key);
      change.indexed();
    }
  }

  /** Forgets a version that the store has, too; the caller waits until that is durable. */
  Appended evict(BlockKey key) throws IOException {
    try (Appending.Change change = appending.begin()) {
      Draft draft = Notes.marker(RecordKind.INVALIDATED, key, Notes.NO_ATTRIBUTES);
      Appended appended = change.note(log.append(draft, Room.SEGMENTS_TO_MOVE));
      index.remove(key);
      change.indexed();
      return appended;
    }
  }

  void awaitDurable(Appended appended) throws IOException {
    log.awaitDurable(appended, patience);
  }

  /**
   * Moves what is at risk out of a segment, or of memory; its record becomes the newest of the
   * block.
   *
   * @param noting whether there is room to note once more what the store said to it
   */
  void relocate(BlockKey key, IndexEntry entry, boolean noting) throws IOException {
    boolean deleted = state(entry).isDeletion();
    ByteBuffer bytes = ByteBuffer.allocate(entry.position().length());
    log.read(entry.position(), 0, bytes);
    Crc32c checksum = Crc32c.of(bytes.flip());
    if (checksum.value() != entry.position().crc32c()) {
      throw new IOException("the journal's bytes of '" + key + "' are damaged");
    }
    byte[] attributes = log.attributes(entry.position());
    RecordKind kind = deleted ? RecordKind.DELETE : BlockHead.decode(attributes).kind();
    Draft draft =
        new Draft(
            kind.code(), key.value(), attributes, deleted ? List.of() : List.of(bytes), checksum);
    try (Appending.Change change = appending.begin()) {
      Appended appended = change.note(log.append(draft, -CacheOptions.LENT_SEGMENTS));
      awaitDurableOrDiscard(appended);
      Optional<Refusal> refusal = refusals.find(key).filter(_ -> state(entry).isQuarantined());
      if (refusal.isPresent()) {
        Refusal moved = refusal.get().with(appended.generation());
        if (noting) {
          notes.addWhileMoving(RecordKind.QUARANTINED, key, moved.encode());
        }
        refusals.put(key, moved);
      }
      index.put(
          key,
          new IndexEntry(appended.generation(), entry.state(), appended.position(), entry.since()));
      change.indexed();
    }
  }

  /** Returns what the journal has given up, and what of it nobody has dealt with. */
  List<LostRecord> lost() {
    return log.lost();
  }

  /**
   * Appends a record once more that was given up, if its block is still of that version; false if
   * the block is in use, or a power cut would still take the version that replaced this one: older
   * ones are kept on the disk as long as this one is known.
   */
  boolean appendAgain(LostRecord lost) throws IOException {
    BlockKey key = BlockKey.of(lost.key());
    try (KeyLocks.Held _ = locks.lock(key, Duration.ZERO)) {
      Optional<IndexEntry> atRisk = index.find(key).filter(entry -> state(entry).isAtRisk());
      if (atRisk.isPresent() && atRisk.get().generation() == lost.generation()) {
        relocate(key, atRisk.get(), room.isToNoteMoves());
      } else if (atRisk.isPresent()
          && atRisk.get().generation() > lost.generation()
          && !isDurable(atRisk.get())) {
        log.commitInBackground();
        return false;
      } else {
        index.remove(key, lost.generation());
      }
      log.discard(lost.generation());
      return true;
    } catch (TimeoutException inUse) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Refusals refusals() {
    return refusals;
  }

  /** Returns what notes what the store says to these blocks. */
  Notes notes() {
    return notes;
  }

  Room room() {
    return room;
  }

  Reclaimer reclaimer() {
    return reclaimer;
  }

  /** Places in the index that are kept for records that are about to be appended. */
  private interface Places extends AutoCloseable {
    @Override
    void close();
  }

  private Places reserve(List<BlockKey> keys) throws IOException {
    int places = keys.size();
    if (!index.tryReserve(places)) {
      places = reserveMissing(keys);
    }
    int reserved = places;
    return () -> index.giveBack(reserved);
  }

  /** What is at risk has a place, and keeps it as long as the lock of the block is held. */
  private int reserveMissing(List<BlockKey> keys) throws IOException {
    int missing = missing(keys);
    index.reserve(missing);
    return missing;
  }

  private int missing(List<BlockKey> keys) throws IOException {
    int missing = 0;
    for (BlockKey key : keys) {
      missing += find(key).filter(entry -> state(entry).isAtRisk()).isPresent() ? 0 : 1;
    }
    return missing;
  }

  private void replace(BlockKey key, Appended appended, BlockState state) throws IOException {
    long since = Math.max(0, effects.clock().millis());
    Optional<IndexEntry> old =
        index.put(
            key, new IndexEntry(appended.generation(), state.code(), appended.position(), since));
    if (old.isPresent() && state(old.get()).isAtRisk()) {
      atRisk.release(old.get().position().length());
      refusals.forget(key);
    }
  }
}
