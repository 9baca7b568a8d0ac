package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link TieringPlan} while it is made. For one thread. */
final class Planning {

  private final Manifest manifest;
  private final long nowMillis;
  private final TieringPolicy policy;
  private final AccessTimes accesses;
  private final List<TieringPlan.Archive> archives = new ArrayList<>();
  private final Map<Long, TieringPlan.Stay> stays = new LinkedHashMap<>();

  Planning(Manifest manifest, long nowMillis, TieringPolicy policy, AccessTimes accesses) {
    this.manifest = manifest;
    this.nowMillis = nowMillis;
    this.policy = policy;
    this.accesses = accesses;
  }

  TieringPlan plan() {
    Expiry expiry = Expiry.of(manifest, nowMillis, policy.timeToLive());
    List<SegmentEntry> left = new ArrayList<>(manifest.segments().values());
    left.removeAll(Set.copyOf(expiry.dropped()));
    left.forEach(this::judge);
    archives.sort(Comparator.comparingLong(archive -> lastUsedMillis(archive.segment())));
    long hotBytes = bytes(manifest.segments().values().stream().filter(Planning::isHot).toList());
    long freed = bytes(expiry.dropped().stream().filter(Planning::isHot).toList());
    long excess = makeRoom(hotBytes - freed);
    List<TieringPlan.Stay> staying = List.copyOf(stays.values());
    return new TieringPlan(archives, expiry.dropped(), expiry.kept(), staying, hotBytes, excess);
  }

  private void judge(SegmentEntry entry) {
    StayReason reason = reasonToStay(entry);
    if (reason == null) {
      long overdueMillis = nowMillis - dueMillis(entry);
      archives.add(new TieringPlan.Archive(entry, ArchiveReason.DUE, overdueMillis));
    } else {
      stays.put(entry.id(), new TieringPlan.Stay(entry, reason));
    }
  }

  private @Nullable StayReason reasonToStay(SegmentEntry entry) {
    if (entry.pinned()) {
      return StayReason.PINNED;
    }
    if (!isHot(entry)) {
      return StayReason.COLD;
    }
    if (isLater(enteredMillis(entry), policy.residency())) {
      return StayReason.RESIDENT;
    }
    if (policy.age().isEmpty() && policy.idle().isEmpty()) {
      return StayReason.ROOM;
    }
    if (policy.age().filter(age -> isLater(entry.createdMillis(), age)).isPresent()) {
      return StayReason.YOUNG;
    }
    if (policy.idle().filter(idle -> isLater(lastUsedMillis(entry), idle)).isPresent()) {
      return StayReason.READ;
    }
    return entry.content().bytes() < policy.minBytes() ? StayReason.SMALL : null;
  }

  /** Lets those go that were used longest ago, until the rest is below the low mark. */
  private long makeRoom(long bytes) {
    Optional<Watermark> mark = policy.watermark();
    if (mark.isEmpty() || bytes <= mark.get().highBytes()) {
      return 0;
    }
    long left = bytes - archives.stream().mapToLong(a -> a.segment().content().bytes()).sum();
    for (SegmentEntry entry : movable()) {
      if (left <= mark.get().lowBytes()) {
        return 0;
      }
      stays.remove(entry.id());
      archives.add(new TieringPlan.Archive(entry, ArchiveReason.WATERMARK, 0));
      left -= entry.content().bytes();
    }
    return Math.max(0, left - mark.get().lowBytes());
  }

  private List<SegmentEntry> movable() {
    return stays.values().stream()
        .filter(stay ->
            switch (stay.reason()) {
              case PINNED, COLD, RESIDENT -> false;
              case ROOM, YOUNG, READ, SMALL -> true;
            })
        .map(TieringPlan.Stay::segment)
        .sorted(Comparator.comparingLong(this::lastUsedMillis))
        .toList();
  }

  private boolean isLater(long millis, Duration ago) {
    return nowMillis - millis < ago.toMillis();
  }

  /** When all that the policy asks for began to hold. */
  private long dueMillis(SegmentEntry entry) {
    long resident = enteredMillis(entry) + policy.residency().toMillis();
    long aged = policy.age().map(age -> entry.createdMillis() + age.toMillis()).orElse(resident);
    long idle = policy.idle().map(i -> lastUsedMillis(entry) + i.toMillis()).orElse(resident);
    return Math.max(resident, Math.max(aged, idle));
  }

  /** Coming to a tier is a use. */
  private long lastUsedMillis(SegmentEntry entry) {
    return Math.max(enteredMillis(entry), accesses.lastReadMillis(entry.id()));
  }

  private static long enteredMillis(SegmentEntry entry) {
    return Math.max(entry.createdMillis(), entry.movedMillis());
  }

  private static boolean isHot(SegmentEntry entry) {
    return entry.object().tier() == Tier.HOT;
  }

  private static long bytes(List<SegmentEntry> entries) {
    return entries.stream().mapToLong(entry -> entry.content().bytes()).sum();
  }
}
