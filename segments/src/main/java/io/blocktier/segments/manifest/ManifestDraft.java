package io.blocktier.segments.manifest;

import java.util.List;
import java.util.Optional;

/** A manifest while commits are applied to it. For one thread. */
final class ManifestDraft {

  private final DraftMap<String, Snapshot> snapshots;
  private final DraftGarbage garbage;
  private final DraftSegments segments;
  private final DraftLogs logs;
  private long number;
  private UniqueId commit;
  private long millis;
  private Writer writer;
  private long nextId;

  ManifestDraft(Manifest base) {
    this.snapshots = new DraftMap<>(base.snapshots());
    this.garbage = new DraftGarbage(base.garbage(), snapshots);
    this.segments = new DraftSegments(base, garbage);
    this.number = base.number();
    this.commit = base.commit();
    this.millis = base.millis();
    this.writer = base.writer();
    this.nextId = base.nextId();
    this.logs = new DraftLogs(base);
  }

  Manifest finish() {
    return new Manifest(
        number,
        commit,
        millis,
        writer,
        nextId,
        segments.lastSequence(),
        logs.covered(),
        snapshots.now(),
        segments.now(),
        garbage.now(),
        logs.left());
  }

  void apply(Link link) throws RefusedEditException, DamagedManifestException {
    requireNext(link);
    number = link.number();
    commit = link.commit();
    millis = link.millis();
    try {
      for (Edit edit : link.edits()) {
        apply(edit, link);
      }
    } catch (IllegalArgumentException outOfBounds) {
      throw new RefusedEditException(String.valueOf(outOfBounds.getMessage()));
    }
    if (link.epoch() != writer.epoch() || !link.writer().equals(writer.id())) {
      throw new DamagedManifestException(
          "manifest " + number + " is of epoch " + link.epoch() + ", where " + writer + " writes");
    }
  }

  private void requireNext(Link link) throws DamagedManifestException {
    if (link.number() != number + 1 || link.millis() < millis) {
      throw new DamagedManifestException(
          "manifest " + link.number() + " does not follow manifest " + number);
    }
  }

  private void apply(Edit edit, Link link) throws RefusedEditException, DamagedManifestException {
    switch (edit) {
      case Edit.Claim(String name) -> claim(name, link);
      case Edit.Reserve(int count) -> reserve(count);
      case Edit.AddSegments(List<SegmentEntry> added) -> segments.add(added, ids(), number);
      case Edit.Replace(List<Long> inputs, List<SegmentEntry> outputs) -> {
        segments.remove(inputs, link);
        segments.add(outputs, ids(), number);
      }
      case Edit.Drop(List<Long> ids) -> segments.remove(ids, link);
      case Edit.Revive(List<Long> ids) -> segments.revive(ids);
      case Edit.Move(long id, ObjectRef target) -> segments.move(id, target, ids(), millis);
      case Edit.Pin(long id, boolean pinned) -> segments.pin(id, pinned);
      case Edit.TakeSnapshot(String name, long sequence) -> take(name, sequence);
      case Edit.DropSnapshot(String name) -> drop(name);
      case Edit.Cover(LogMark mark) -> logs.cover(mark, segments.lastSequence(), number, millis);
      case Edit.NoteOrphans(List<Orphan> orphans) -> note(orphans);
      case Edit.Condemn(List<Long> objects) -> garbage.condemn(objects);
      case Edit.Forget(List<Long> objects) -> garbage.forget(objects);
      case Edit.SettleLog(String log) -> logs.settle(log);
      case Edit.RememberLog(String log) -> logs.remember(log, millis);
    }
  }

  private IdRange ids() {
    return new IdRange(writer.firstId(), nextId);
  }

  private void claim(String name, Link link) throws DamagedManifestException {
    if (link.epoch() != writer.epoch() + 1) {
      throw new DamagedManifestException(
          "epoch " + link.epoch() + " does not follow epoch " + writer.epoch());
    }
    writer = new Writer(link.epoch(), link.writer(), name, nextId, millis);
  }

  private void reserve(int count) throws RefusedEditException {
    if (count < 1 || nextId > Long.MAX_VALUE - count) {
      throw new RefusedEditException(count + " numbers cannot be reserved");
    }
    nextId += count;
  }

  private void take(String name, long sequence) throws RefusedEditException {
    Snapshot snapshot = new Snapshot(name, number, sequence, millis);
    if (snapshots.changing().putIfAbsent(name, snapshot) != null) {
      throw new RefusedEditException("there is a snapshot '" + name + "' already");
    }
  }

  private void drop(String name) throws RefusedEditException {
    Snapshot gone = snapshots.changing().remove(name);
    if (gone == null) {
      throw new RefusedEditException("there is no snapshot '" + name + "'");
    }
    garbage.restart(gone, millis);
  }

  private void note(List<Orphan> orphans) throws RefusedEditException {
    for (Orphan orphan : orphans) {
      ObjectRef object = orphan.object();
      if (object.id() >= nextId || segments.has(object.id()) || garbage.has(object.id())) {
        throw new RefusedEditException(object + " is no orphan");
      }
      garbage.put(new Candidate(object, orphan.bytes(), millis, false, Optional.empty()));
    }
  }
}
