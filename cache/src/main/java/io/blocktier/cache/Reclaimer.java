package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.journal.Log;
import io.blocktier.cache.journal.SegmentReleasedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes room in the journal: the oldest segment goes, with the clean blocks that are in it. It has
 * to be the oldest, because a marker is of use as long as older records of its block are there, and
 * no longer. What is at risk in it moves to the newest segment first.
 */
final class Reclaimer {

  private final Log log;
  private final BlockIndex index;
  private final KeyLocks locks;
  private final StagedBlocks staged;
  private final Appending appending;
  private final AtomicBoolean busy = new AtomicBoolean();

  Reclaimer(Log log, BlockIndex index, KeyLocks locks, StagedBlocks staged, Appending appending) {
    this.log = log;
    this.index = index;
    this.locks = locks;
    this.staged = staged;
    this.appending = appending;
  }

  private record Resident(BlockKey key, long generation) {}

  /**
   * Frees the oldest segment; false if there is only one, somebody is about it already, or a block
   * in it is being changed right now.
   */
  boolean reclaim() throws IOException {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    try {
      List<Long> segments = log.segmentsOldestFirst();
      return segments.size() > 1 && reclaim(segments.getFirst());
    } finally {
      busy.set(false);
    }
  }

  private boolean reclaim(long oldest) throws IOException {
    if (!appending.isIndexed(oldest) || !moveOut(oldest)) {
      return false;
    }
    for (Resident resident : residents(oldest, BlockState.CLEAN)) {
      index.remove(resident.key(), resident.generation());
    }
    if (isAtRisk(oldest)) {
      return false;
    }
    log.release(oldest);
    return true;
  }

  /** Moves all that is at risk out of a segment; false if some of it is being changed. */
  boolean moveOut(long segment) throws IOException {
    for (BlockState state : BlockState.values()) {
      if (state.isAtRisk()) {
        for (Resident resident : residents(segment, state)) {
          if (!moveOut(resident.key(), segment)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean moveOut(BlockKey key, long segment) throws IOException {
    try (KeyLocks.Held _ = locks.lock(key, Duration.ZERO)) {
      Optional<IndexEntry> entry = index.find(key);
      if (entry.isPresent()
          && entry.get().position().segment() == segment
          && StagedBlocks.state(entry.get()).isAtRisk()) {
        staged.relocate(key, entry.get());
      }
      return true;
    } catch (SegmentReleasedException moved) {
      return true;
    } catch (TimeoutException beingChanged) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isAtRisk(long segment) throws IOException {
    for (BlockState state : BlockState.values()) {
      if (state.isAtRisk() && !residents(segment, state).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private List<Resident> residents(long segment, BlockState state) throws IOException {
    List<Resident> residents = new ArrayList<>();
    index.forEach(
        state.code(),
        (key, entry) -> {
          if (entry.position().segment() == segment) {
            residents.add(new Resident(key, entry.generation()));
          }
        });
    return residents;
  }
}
