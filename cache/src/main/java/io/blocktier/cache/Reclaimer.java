package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.Log;
import io.blocktier.journal.LostRecord;
import io.blocktier.journal.SegmentReleasedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Makes room in the journal: the oldest segment goes, with the clean blocks that are in it. It has
 * to be the oldest, because a marker is of use as long as older records of its block are there, and
 * no longer. What is at risk in it moves to the newest segment first.
 */
final class Reclaimer {

  /** More than one, so that it catches up with what is deserted all at once. */
  private static final int DESERTED_AT_ONCE = 2;

  private final Log log;
  private final CountedIndex index;
  private final KeyLocks locks;
  private final StagedBlocks staged;
  private final Appending appending;
  private final Duration patience;
  private final AtomicBoolean busy = new AtomicBoolean();

  Reclaimer(
      Log log,
      CountedIndex index,
      KeyLocks locks,
      StagedBlocks staged,
      Appending appending,
      Duration patience) {
    this.log = log;
    this.index = index;
    this.locks = locks;
    this.staged = staged;
    this.appending = appending;
    this.patience = patience;
  }

  /** Something that one at a time does to segments. */
  @FunctionalInterface
  private interface Step {
    boolean run() throws IOException;
  }

  private boolean alone(Step step) throws IOException {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    try {
      return step.run();
    } finally {
      busy.set(false);
    }
  }

  /**
   * Frees the oldest segment; false if there is only one, somebody is about it already, or a block
   * in it is being changed right now.
   */
  boolean reclaim() throws IOException {
    return alone(() -> {
      List<Long> segments = log.segmentsOldestFirst();
      return segments.size() > 1 && reclaim(segments.getFirst());
    });
  }

  /**
   * Frees the oldest segments, a few at a time, as long as they have no block any more. Their files
   * are written again then, where a new one has to be filled before.
   */
  void releaseDeserted() throws IOException {
    alone(() -> {
      boolean released = true;
      for (int i = 0; released && i < DESERTED_AT_ONCE; i++) {
        List<Long> segments = log.segmentsOldestFirst();
        released =
            segments.size() > 1 && isDeserted(segments.getFirst()) && reclaim(segments.getFirst());
      }
      return released;
    });
  }

  private boolean isDeserted(long oldest) {
    return log.isReleasable(oldest) && !index.counts().hasResidents(oldest);
  }

  private boolean reclaim(long oldest) throws IOException {
    if (!appending.isIndexed(oldest)) {
      return false;
    }
    if (!log.isReleasable(oldest)) {
      log.commitInBackground(); // notes in it that nobody waits for
      return false;
    }
    BlockCounts counts = index.counts();
    boolean noting = staged.room().isToNoteMoves();
    visit(
        oldest,
        (key, entry) -> {
          if (StagedBlocks.state(entry).isAtRisk()) {
            return moveOut(key, oldest, noting);
          }
          index.remove(key, entry.generation());
          return true;
        },
        () -> !counts.hasResidents(oldest));
    return !counts.hasResidents(oldest) && release(oldest);
  }

  /**
   * In order, for a power cut would otherwise take the versions in the segment and those that
   * replaced them:
   *
   * <ol>
   *   <li>what replaced them is forced, although its writers may not wait for that;
   *   <li>what could not be forced, and is in memory alone, is appended again by {@link Rescue};
   *   <li>the segment is marked as free, and that is forced.
   * </ol>
   */
  private boolean release(long oldest) throws IOException {
    log.settle(patience);
    if (isReplacedInMemoryAlone(oldest)) {
      return false;
    }
    try {
      log.release(oldest);
      return true;
    } catch (SegmentReleasedException underWay) {
      return false; // by an earlier call, which the disk kept for longer than its caller
    }
  }

  private boolean isReplacedInMemoryAlone(long segment) throws IOException {
    Set<String> lost = log.lost().stream().map(LostRecord::key).collect(Collectors.toSet());
    return !lost.isEmpty() && log.holds(segment, lost);
  }

  /** Forgets the clean blocks of the oldest segment that has any; false if none has. */
  boolean evict() throws IOException {
    return alone(() -> {
      Optional<Long> segment = index.counts().oldestWithClean();
      if (segment.isPresent()) {
        evict(segment.get());
      }
      return segment.isPresent();
    });
  }

  private void evict(long segment) throws IOException {
    visit(
        segment,
        (key, entry) -> {
          if (!StagedBlocks.state(entry).isAtRisk()) {
            index.remove(key, entry.generation());
          }
          return true;
        },
        () -> !index.counts().hasClean(segment));
  }

  /** Moves all that is at risk out of a segment; false if some of it is being changed. */
  boolean moveOut(long segment) throws IOException {
    BlockCounts counts = index.counts();
    boolean noting = staged.room().isToNoteMoves();
    visit(
        segment,
        (key, entry) -> !StagedBlocks.state(entry).isAtRisk() || moveOut(key, segment, noting),
        () -> !counts.hasAtRisk(segment));
    return !counts.hasAtRisk(segment);
  }

  /** What is done with a block whose newest record is in a segment; false if it is in use. */
  @FunctionalInterface
  private interface Visit {
    boolean to(BlockKey key, IndexEntry entry) throws IOException;
  }

  /**
   * Visits the blocks whose newest record is in a segment, unless that is done already. The segment
   * names them itself. Where it is still written, or damaged, all of the index is looked at.
   */
  private void visit(long segment, Visit visit, BooleanSupplier done) throws IOException {
    if (done.getAsBoolean()) {
      return;
    }
    boolean[] inUse = {false};
    BlockIndex.Visitor visitor = (key, entry) -> inUse[0] |= !visit.to(key, entry);
    boolean named =
        log.visit(
            segment,
            record -> {
              BlockKey key = BlockKey.of(record.key());
              Optional<IndexEntry> entry = index.find(key);
              if (entry.isPresent() && entry.get().position().segment() == segment) {
                visitor.visit(key, entry.get());
              }
            });
    if (!named || (!inUse[0] && !done.getAsBoolean())) {
      index.forEachIn(segment, visitor);
    }
  }

  /** False if the block is being changed right now. */
  private boolean moveOut(BlockKey key, long segment, boolean noting) throws IOException {
    try (KeyLocks.Held _ = locks.lock(key, Duration.ZERO)) {
      Optional<IndexEntry> entry = index.find(key);
      if (entry.isPresent()
          && entry.get().position().segment() == segment
          && StagedBlocks.state(entry.get()).isAtRisk()) {
        staged.relocate(key, entry.get(), noting);
      }
      return true;
    } catch (SegmentReleasedException moved) {
      return true;
    } catch (TimeoutException beingChanged) {
      return false;
    } catch (JournalFullException | DiskFullException full) {
      return false; // until the store has taken what is in the way
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
