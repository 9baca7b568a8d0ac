package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds cold segments that are read so often that they belong into the hot tier. Thread-safe. */
final class Promotion {

  private final PromotionPolicy policy;
  private final TieringPolicy tiering;
  private final Map<Long, RecentReads> reads = new ConcurrentHashMap<>();
  private final Set<Long> waiting = new LinkedHashSet<>();

  Promotion(PromotionPolicy policy, TieringPolicy tiering) {
    this.policy = policy;
    this.tiering = tiering;
  }

  /** Notes a read; returns whether the segment has to be moved for it, and waits for that now. */
  boolean read(SegmentEntry entry, long nowMillis) {
    if (entry.object().tier() == Tier.HOT || entry.pinned()) {
      return false;
    }
    RecentReads recent = reads.computeIfAbsent(entry.id(), _ -> new RecentReads(policy.reads()));
    boolean often = recent.add(nowMillis, policy.window().toMillis());
    return often && isResident(entry, nowMillis) && enqueue(entry.id());
  }

  private boolean isResident(SegmentEntry entry, long nowMillis) {
    return nowMillis - entry.movedMillis() >= tiering.residency().toMillis();
  }

  private synchronized boolean enqueue(long segment) {
    return waiting.size() < policy.maxWaiting() && waiting.add(segment);
  }

  /** Returns what fits into the hot tier of what waits, and lets go of all. */
  List<Long> take(Manifest manifest) {
    long room = room(manifest);
    List<Long> fitting = new ArrayList<>();
    for (long segment : takeAll()) {
      Optional<SegmentEntry> entry = Optional.ofNullable(manifest.segments().get(segment));
      long bytes = entry.map(e -> e.content().bytes()).orElse(Long.MAX_VALUE);
      if (bytes <= room) {
        fitting.add(segment);
        room -= bytes;
      }
      reads.remove(segment);
    }
    return fitting;
  }

  private synchronized List<Long> takeAll() {
    List<Long> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** What would be archived at once to make room is not worth a move. */
  private long room(Manifest manifest) {
    if (tiering.watermark().isEmpty()) {
      return Long.MAX_VALUE - 1;
    }
    long hot =
        manifest.segments().values().stream()
            .filter(entry -> entry.object().tier() == Tier.HOT)
            .mapToLong(entry -> entry.content().bytes())
            .sum();
    return tiering.watermark().get().highBytes() - hot;
  }

  void retain(Set<Long> segments) {
    reads.keySet().retainAll(segments);
  }

  /** The times of the last reads of a segment. Thread-safe. */
  private static final class RecentReads {

    private final long[] times;
    private int count;
    private int next;

    RecentReads(int most) {
      this.times = new long[most];
    }

    /** Adds one; returns whether there are as many as it takes within the window. */
    synchronized boolean add(long nowMillis, long windowMillis) {
      times[next] = nowMillis;
      next = (next + 1) % times.length;
      count = Math.min(count + 1, times.length);
      return count == times.length && nowMillis - times[next] <= windowMillis;
    }
  }
}
