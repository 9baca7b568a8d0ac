package io.blocktier.segments.tiering;

import io.blocktier.segments.manifest.KeySpan;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.SegmentEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which segments have outlived their time. One that may hide older records of its keys stays as
 * long as those do: what was replaced or deleted must not come back. Compaction may have given old
 * records to a segment that was sealed late, so the order of sealing says nothing about that. For
 * one thread.
 */
final class Expiry {

  private static final Comparator<SegmentEntry> BY_LEAST_SEQUENCE =
      Comparator.comparingLong((SegmentEntry entry) -> entry.content().sequences().least())
          .thenComparingLong(SegmentEntry::id);

  private final TreeSet<SegmentEntry> staying = new TreeSet<>(BY_LEAST_SEQUENCE);
  private final List<SegmentEntry> dropped = new ArrayList<>();
  private final List<SegmentEntry> kept = new ArrayList<>();

  /** What is newer may hide what a log has that was left, and that comes later. */
  private final long settled;

  private Expiry(Manifest manifest) {
    this.settled = manifest.left().isEmpty() ? Long.MAX_VALUE : manifest.settledSequence();
  }

  static Expiry of(Manifest manifest, long nowMillis, Optional<Duration> timeToLive) {
    Expiry expiry = new Expiry(manifest);
    if (timeToLive.isPresent()) {
      long latestMillis = nowMillis - timeToLive.get().toMillis();
      manifest.segments().values().forEach(entry -> expiry.add(entry, latestMillis));
      expiry.keepWhatHides();
    }
    return expiry;
  }

  /** What goes. */
  List<SegmentEntry> dropped() {
    return dropped;
  }

  /** What outlived its time, and stays. */
  List<SegmentEntry> kept() {
    return kept;
  }

  private void add(SegmentEntry entry, long latestMillis) {
    boolean over = !entry.pinned() && entry.createdMillis() <= latestMillis;
    (over ? dropped : staying).add(entry);
  }

  /** What one of them hides, another one may hide, too: until nothing changes any more. */
  private void keepWhatHides() {
    List<SegmentEntry> hiding = dropped.stream().filter(this::hidesWhatStays).toList();
    while (!hiding.isEmpty()) {
      dropped.removeAll(Set.copyOf(hiding));
      staying.addAll(hiding);
      kept.addAll(hiding);
      hiding = dropped.stream().filter(this::hidesWhatStays).toList();
    }
  }

  private boolean hidesWhatStays(SegmentEntry entry) {
    long greatest = entry.content().sequences().greatest();
    if (greatest > settled) {
      return true;
    }
    for (SegmentEntry other : staying) {
      if (other.content().sequences().least() > greatest) {
        return false;
      }
      if (overlap(entry.content().keys(), other.content().keys())) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlap(KeySpan one, KeySpan other) {
    return one.least().compareTo(other.greatest()) <= 0
        && other.least().compareTo(one.greatest()) <= 0;
  }
}
