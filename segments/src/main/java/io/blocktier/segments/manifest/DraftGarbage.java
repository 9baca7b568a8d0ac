package io.blocktier.segments.manifest;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The garbage of a {@link ManifestDraft}. For one thread. */
final class DraftGarbage {

  private final DraftMap<Long, Candidate> candidates;
  private final DraftMap<String, Snapshot> snapshots;

  DraftGarbage(SortedMap<Long, Candidate> candidates, DraftMap<String, Snapshot> snapshots) {
    this.candidates = new DraftMap<>(candidates);
    this.snapshots = snapshots;
  }

  SortedMap<Long, Candidate> now() {
    return candidates.now();
  }

  boolean has(long object) {
    return candidates.now().containsKey(object);
  }

  void put(Candidate candidate) {
    candidates.changing().put(candidate.object().id(), candidate);
  }

  /** Returns the candidate that holds a segment which was removed. */
  Optional<Candidate> removal(long segment) {
    return candidates.now().values().stream()
        .filter(c -> c.removal().filter(r -> r.entry().id() == segment).isPresent())
        .findFirst();
  }

  /** Returns a removed segment to those that have it. */
  SegmentEntry takeBack(long segment) throws RefusedEditException {
    Candidate candidate =
        removal(segment)
            .orElseThrow(() -> new RefusedEditException("segment " + segment + " was not removed"));
    Removal removal = candidate.removal().orElseThrow();
    if (candidate.condemned()) {
      throw new RefusedEditException(
          "the object of segment " + segment + " may be deleted already");
    }
    if (snapshots.now().values().stream().anyMatch(s -> s.number() >= removal.at())) {
      throw new RefusedEditException(
          "a snapshot that was taken without segment " + segment + " would see it");
    }
    candidates.changing().remove(candidate.object().id());
    return removal.entry();
  }

  /** Lets what a snapshot has seen wait from now on. */
  void restart(Snapshot snapshot, long millis) {
    for (Candidate candidate : List.copyOf(candidates.now().values())) {
      if (candidate.isSeenBy(snapshot)) {
        put(candidate.since(millis));
      }
    }
  }

  void condemn(List<Long> objects) throws RefusedEditException {
    for (long object : objects) {
      Candidate candidate = require(object);
      if (snapshots.now().values().stream().anyMatch(candidate::isSeenBy)) {
        throw new RefusedEditException("a snapshot needs object " + object);
      }
      put(candidate.condemn());
    }
  }

  void forget(List<Long> objects) throws RefusedEditException {
    for (long object : objects) {
      if (!require(object).condemned()) {
        throw new RefusedEditException("object " + object + " was not condemned");
      }
      candidates.changing().remove(object);
    }
  }

  private Candidate require(long object) throws RefusedEditException {
    Candidate candidate = candidates.now().get(object);
    if (candidate == null) {
      throw new RefusedEditException("object " + object + " is no candidate");
    }
    return candidate;
  }
}
