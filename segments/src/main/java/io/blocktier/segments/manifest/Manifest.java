package io.blocktier.segments.manifest;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which segments there are at one moment, and what is kept beside them. Immutable and thread-safe.
 *
 * @param number its place in the chain; 0 where the chain has not begun
 * @param commit names the commit that made it
 * @param millis when it was made; never before the one before it, whatever clocks say. Milliseconds
 *     since 1970-01-01 UTC
 * @param writer who may commit
 * @param nextId smaller numbers were reserved
 * @param lastSequence the greatest sequence number of a record in any segment ever
 * @param covered how far the writer's log is in segments
 * @param snapshots by name
 * @param segments by number
 * @param garbage objects to be deleted, by their number
 * @param left logs that others took the place of, and that may have what no segment has; by name
 */
public record Manifest(
    long number,
    UniqueId commit,
    long millis,
    Writer writer,
    long nextId,
    long lastSequence,
    Optional<LogMark> covered,
    SortedMap<String, Snapshot> snapshots,
    SortedMap<Long, SegmentEntry> segments,
    SortedMap<Long, Candidate> garbage,
    SortedMap<String, LeftLog> left) {

  /** The manifest before the first. */
  public static final Manifest EMPTY =
      new Manifest(
          0,
          UniqueId.NONE,
          0,
          Writer.NOBODY,
          1,
          0,
          Optional.empty(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>());

  /** Makes views that cannot be changed; the maps themselves are nobody else's. */
  public Manifest {
    snapshots = Collections.unmodifiableSortedMap(snapshots);
    segments = Collections.unmodifiableSortedMap(segments);
    garbage = Collections.unmodifiableSortedMap(garbage);
    left = Collections.unmodifiableSortedMap(left);
  }

  /**
   * Returns the logs that can be recovered.
   *
   * @param millis the time, milliseconds since 1970-01-01 UTC
   * @return those that were left, less those that the next commit forgets; by name
   */
  public SortedMap<String, LeftLog> leftAt(long millis) {
    SortedMap<String, LeftLog> logs = new TreeMap<>(left);
    logs.values().removeIf(log -> log.isForgottenAt(millis));
    return logs;
  }

  /**
   * Returns the sequence number up to which all records are in segments: what a log that was left
   * has is older than whatever came since, and may come later.
   *
   * @return the number
   */
  public long settledSequence() {
    return left.values().stream().mapToLong(LeftLog::sequence).reduce(lastSequence, Math::min);
  }

  /**
   * Returns the segments that a snapshot sees, where they are now.
   *
   * @param name the snapshot
   * @return its segments by number, or empty if there is no such snapshot
   */
  public Optional<SortedMap<Long, SegmentEntry>> view(String name) {
    return Optional.ofNullable(snapshots.get(name)).map(this::view);
  }

  private SortedMap<Long, SegmentEntry> view(Snapshot snapshot) {
    SortedMap<Long, SegmentEntry> seen = new TreeMap<>();
    segments.values().stream().filter(snapshot::sees).forEach(entry -> seen.put(entry.id(), entry));
    garbage.values().stream()
        .filter(candidate -> candidate.isSeenBy(snapshot))
        .map(candidate -> candidate.removal().orElseThrow().entry())
        .forEach(entry -> seen.put(entry.id(), entry));
    return Collections.unmodifiableSortedMap(seen);
  }

  /**
   * Tells whether a snapshot needs a candidate.
   *
   * @param candidate one of {@link #garbage()}
   * @return whether it has to stay
   */
  public boolean isSeen(Candidate candidate) {
    return snapshots.values().stream().anyMatch(candidate::isSeenBy);
  }

  /** Applies commits, one behind the other. */
  Manifest apply(List<Link> links) throws RefusedEditException, DamagedManifestException {
    ManifestDraft draft = new ManifestDraft(this);
    for (Link link : links) {
      draft.apply(link);
    }
    return draft.finish();
  }
}
