package io.blocktier.segments.manifest;

import java.util.Optional;

/**
 * An object that no segment needs any more, written down before it is deleted. Immutable and
 * thread-safe.
 *
 * @param object the object
 * @param bytes its size
 * @param sinceMillis since when nobody needs it, milliseconds since 1970-01-01 UTC
 * @param condemned whether it is being deleted, or was: it cannot be taken back any more
 * @param removal the segment that went with it, or empty where the segment moved on or never was
 */
public record Candidate(
    ObjectRef object, long bytes, long sinceMillis, boolean condemned, Optional<Removal> removal) {

  static Candidate source(SegmentEntry entry, long millis) {
    return new Candidate(entry.object(), entry.content().bytes(), millis, false, Optional.empty());
  }

  static Candidate removed(SegmentEntry entry, long at, long millis) {
    Optional<Removal> removal = Optional.of(new Removal(entry, at));
    return new Candidate(entry.object(), entry.content().bytes(), millis, false, removal);
  }

  Candidate since(long millis) {
    return new Candidate(object, bytes, millis, condemned, removal);
  }

  Candidate condemn() {
    return new Candidate(object, bytes, sinceMillis, true, removal);
  }

  boolean isSeenBy(Snapshot snapshot) {
    return removal.isPresent() && snapshot.sees(removal.get());
  }
}
