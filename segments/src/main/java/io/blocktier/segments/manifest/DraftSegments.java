package io.blocktier.segments.manifest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The segments of a {@link ManifestDraft}, and the numbers of their objects. For one thread. */
final class DraftSegments {

  private final DraftMap<Long, SegmentEntry> entries;
  private final DraftGarbage garbage;
  private @Nullable Set<Long> objects;
  private long lastSequence;

  DraftSegments(Manifest base, DraftGarbage garbage) {
    this.entries = new DraftMap<>(base.segments());
    this.garbage = garbage;
    this.lastSequence = base.lastSequence();
  }

  SortedMap<Long, SegmentEntry> now() {
    return entries.now();
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Whether a segment has the object of a number. */
  boolean has(long object) {
    return objects().contains(object);
  }

  void add(List<SegmentEntry> added, IdRange ids, long number) throws RefusedEditException {
    for (SegmentEntry entry : added) {
      requireFresh(entry.object().id(), ids);
      if (!ids.contains(entry.id()) || entries.now().containsKey(entry.id()) || wasRemoved(entry)) {
        throw new RefusedEditException("segment " + entry.id() + " has a number of no use");
      }
      put(entry.since(number));
      lastSequence = Math.max(lastSequence, entry.content().sequences().greatest());
    }
  }

  private boolean wasRemoved(SegmentEntry entry) {
    return garbage.removal(entry.id()).isPresent();
  }

  /** What is deleted late must not be an object that came back under its number. */
  private void requireFresh(long object, IdRange ids) throws RefusedEditException {
    if (!ids.contains(object) || has(object) || garbage.has(object)) {
      throw new RefusedEditException(
          "object " + object + " has a number that was used, or not reserved in this epoch");
    }
  }

  void remove(List<Long> ids, Link link) throws RefusedEditException {
    for (long id : ids) {
      SegmentEntry entry = require(id);
      entries.changing().remove(id);
      objects().remove(entry.object().id());
      garbage.put(Candidate.removed(entry, link.number(), link.millis()));
    }
  }

  void revive(List<Long> ids) throws RefusedEditException {
    for (long id : ids) {
      put(garbage.takeBack(id));
    }
  }

  void move(long id, ObjectRef target, IdRange ids, long millis) throws RefusedEditException {
    SegmentEntry entry = require(id);
    requireFresh(target.id(), ids);
    objects().remove(entry.object().id());
    garbage.put(Candidate.source(entry, millis));
    put(entry.movedTo(target, millis));
  }

  void pin(long id, boolean pinned) throws RefusedEditException {
    put(require(id).withPinned(pinned));
  }

  private void put(SegmentEntry entry) {
    objects().add(entry.object().id());
    entries.changing().put(entry.id(), entry);
  }

  private SegmentEntry require(long id) throws RefusedEditException {
    SegmentEntry entry = entries.now().get(id);
    if (entry == null) {
      throw new RefusedEditException("there is no segment " + id);
    }
    return entry;
  }

  private Set<Long> objects() {
    if (objects == null) {
      objects = new HashSet<>();
      for (SegmentEntry entry : entries.now().values()) {
        objects.add(entry.object().id());
      }
    }
    return objects;
  }
}
