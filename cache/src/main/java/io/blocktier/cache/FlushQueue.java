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
 * The blocks that are to travel, each once: those that somebody waits for first, then the others,
 * both in the order of coming. Some wait for a moment. Guarded by the flusher.
 */
final class FlushQueue {

  private final SequencedSet<BlockKey> urgent = new LinkedHashSet<>();
  private final SequencedSet<BlockKey> others = new LinkedHashSet<>();
  private final Map<BlockKey, Delayed> delayed = new HashMap<>();
  private final NavigableSet<Delayed> byDue =
      new TreeSet<>(Comparator.comparingLong(Delayed::due).thenComparing(Delayed::key));

  /** Blocks under way; true where they are offered again meanwhile. */
  private final Map<BlockKey, Boolean> travelling = new HashMap<>();

  private final Set<BlockKey> awaited = new HashSet<>();
  private final Map<BlockKey, Integer> failures = new HashMap<>();

  private record Delayed(BlockKey key, long due) {}

  void offer(BlockKey key, boolean isUrgent) {
    if (isUrgent) {
      awaited.add(key);
    }
    if (travelling.replace(key, true) == null && !delayed.containsKey(key)) {
      if (isUrgent) {
        others.remove(key);
      }
      line(key).addLast(key);
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
