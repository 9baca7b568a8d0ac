package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are to travel, each once: those that somebody waits for first, then the others, both
 * in the order of coming. Some wait for a moment. Of those that nobody waits for it has so many at
 * most, and knows whether there are more, which the index has. Guarded by the flusher.
 */
final class FlushQueue {

  private final int maxBlocks;
  private final SequencedSet<BlockKey> urgent = new LinkedHashSet<>();
  private final SequencedSet<BlockKey> others = new LinkedHashSet<>();
  private final Map<BlockKey, Delayed> delayed = new HashMap<>();
  private final NavigableSet<Delayed> byDue =
      new TreeSet<>(Comparator.comparingLong(Delayed::due).thenComparing(Delayed::key));

  /** Blocks under way; true where they are offered again meanwhile. */
  private final Map<BlockKey, Boolean> travelling = new HashMap<>();

  private final Set<BlockKey> awaited = new HashSet<>();
  private final Map<BlockKey, Integer> failures = new HashMap<>();

  /** Whether blocks are to travel that are not here. */
  private boolean lacksSome;

  /** Makes an empty queue of so many blocks at most, unless more are waited for. */
  FlushQueue(int maxBlocks) {
    this.maxBlocks = maxBlocks;
  }

  private record Delayed(BlockKey key, long due) {}

  void offer(BlockKey key, boolean isUrgent) {
    if (isUrgent) {
      awaited.add(key);
    } else if ((lacksSome || size() >= maxBlocks) && !holds(key)) {
      lacksSome = true; // it comes when the older ones have come that are not here either
      return;
    }
    if (travelling.replace(key, true) == null && !delayed.containsKey(key)) {
      if (isUrgent) {
        others.remove(key);
      }
      line(key).addLast(key);
    }
  }

  private boolean holds(BlockKey key) {
    return others.contains(key)
        || travelling.containsKey(key)
        || delayed.containsKey(key)
        || urgent.contains(key);
  }

  private int size() {
    return urgent.size() + others.size() + delayed.size() + travelling.size();
  }

  /** Says that blocks are to travel that are not here. */
  void lackSome() {
    lacksSome = true;
  }

  /** Tells whether blocks that are not here should come now. */
  boolean isToBeFilled() {
    return lacksSome && size() <= maxBlocks / 2 && urgent.size() + others.size() <= maxBlocks / 4;
  }

  /** Somebody begins to look for what is not here; what is offered meanwhile is here, or counts. */
  void beginFilling() {
    lacksSome = false;
  }

  /** Takes what was found, the oldest first, as far as there is room. */
  void fill(Backlog.Oldest found) {
    lacksSome |= !found.isAll();
    for (BlockKey key : found.keys()) {
      if (!holds(key)) {
        if (size() >= maxBlocks) {
          lacksSome = true;
          return;
        }
        others.addLast(key);
      }
    }
  }

  private SequencedSet<BlockKey> line(BlockKey key) {
    return awaited.contains(key) ? urgent : others;
  }

  /** Takes the next one whose time has come, or returns null. */
  @Nullable BlockKey poll(long now) {
    if (!hasReady(now)) {
      return null;
    }
    BlockKey key = (urgent.isEmpty() ? others : urgent).removeFirst();
    travelling.put(key, false);
    return key;
  }

  boolean hasReady(long now) {
    while (!byDue.isEmpty() && byDue.first().due() - now <= 0) {
      BlockKey key = byDue.removeFirst().key();
      delayed.remove(key);
      line(key).addFirst(key); // it is older than what nobody has tried yet
    }
    return !urgent.isEmpty() || !others.isEmpty();
  }

  /** Tells whether somebody waits for one whose time has come. */
  boolean isAwaited() {
    return !urgent.isEmpty();
  }

  /** Returns when the next block has waited long enough. */
  OptionalLong nextDue() {
    return byDue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byDue.first().due());
  }

  /** Ends a journey; offered again meanwhile, the block is at the end of the line. */
  void arrived(BlockKey key) {
    boolean again = Boolean.TRUE.equals(travelling.remove(key));
    failures.remove(key);
    if (again) {
      line(key).addLast(key);
    } else {
      awaited.remove(key);
    }
  }

  /** Ends a journey before it led anywhere; the block is at the head of the line. */
  void putBack(BlockKey key) {
    travelling.remove(key);
    line(key).addFirst(key);
  }

  /** Ends a journey that was in vain; the block is at the end of the line. */
  void putLast(BlockKey key) {
    travelling.remove(key);
    line(key).addLast(key);
  }

  /** Counts a journey that was in vain; returns how many that are in a row. */
  int failed(BlockKey key) {
    return failures.merge(key, 1, Integer::sum);
  }

  /** Ends a journey, and keeps the block for a time. */
  void delay(BlockKey key, long now, Duration pause) {
    travelling.remove(key);
    Delayed until = new Delayed(key, now + pause.toNanos());
    delayed.put(key, until);
    byDue.add(until);
  }
}
