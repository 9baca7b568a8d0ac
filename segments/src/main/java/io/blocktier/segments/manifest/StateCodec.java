package io.blocktier.segments.manifest;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Whole manifests as bytes; docs/format.md describes them. */
final class StateCodec {

  private static final int LEAST_SNAPSHOT_BYTES = 27;
  private static final int LEAST_LOG_BYTES = 34;

  private StateCodec() {}

  static byte[] encode(Manifest manifest) {
    Encoder out = new Encoder();
    Writer writer = manifest.writer();
    out.put8(writer.epoch());
    out.put(writer.id());
    out.put(writer.name());
    out.put8(writer.firstId());
    out.put8(writer.sinceMillis());
    out.put8(manifest.nextId());
    out.put8(manifest.lastSequence());
    out.put(manifest.covered().isPresent());
    manifest.covered().ifPresent(mark -> write(out, mark));
    out.putList(manifest.snapshots().values(), snapshot -> write(out, snapshot));
    out.putList(manifest.segments().values(), entry -> EntryCodec.write(out, entry));
    out.putList(manifest.garbage().values(), candidate -> EntryCodec.write(out, candidate));
    if (!manifest.left().isEmpty()) { // where there is none, nothing says so
      out.putList(manifest.left().values(), log -> write(out, log));
    }
    return out.toArray();
  }

  static Manifest read(Header header, Decoder in) throws DamagedManifestException {
    try {
      return new Manifest(
          header.number(),
          header.commit(),
          header.millis(),
          new Writer(in.get8(), in.getId(), in.getText(), in.get8(), in.get8()),
          in.get8(),
          in.get8(),
          in.getBoolean() ? Optional.of(readMark(in)) : Optional.empty(),
          map(in.getList(LEAST_SNAPSHOT_BYTES, () -> readSnapshot(in)), Snapshot::name),
          map(
              in.getList(EntryCodec.LEAST_ENTRY_BYTES, () -> EntryCodec.readEntry(in)),
              SegmentEntry::id),
          map(
              in.getList(EntryCodec.LEAST_CANDIDATE_BYTES, () -> EntryCodec.readCandidate(in)),
              candidate -> candidate.object().id()),
          map(
              in.isAtEnd() ? List.of() : in.getList(LEAST_LOG_BYTES, () -> readLog(in)),
              LeftLog::log));
    } catch (IllegalArgumentException e) {
      throw new DamagedManifestException("a value is out of bounds", e);
    }
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> map(
      List<V> values, Function<V, K> key) throws DamagedManifestException {
    TreeMap<K, V> map = new TreeMap<>();
    for (V value : values) {
      if (map.put(key.apply(value), value) != null) {
        throw new DamagedManifestException(key.apply(value) + " is there twice");
      }
    }
    return map;
  }

  private static void write(Encoder out, LogMark mark) {
    out.put(mark.log());
    out.put8(mark.position());
  }

  private static LogMark readMark(Decoder in) throws DamagedManifestException {
    return new LogMark(in.getText(), in.get8());
  }

  private static void write(Encoder out, LeftLog log) {
    out.put(log.log());
    out.put8(log.position());
    out.put8(log.sequence());
    out.put8(log.number());
    out.put8(log.sinceMillis());
  }

  private static LeftLog readLog(Decoder in) throws DamagedManifestException {
    return new LeftLog(in.getText(), in.get8(), in.get8(), in.get8(), in.get8());
  }

  private static void write(Encoder out, Snapshot snapshot) {
    out.put(snapshot.name());
    out.put8(snapshot.number());
    out.put8(snapshot.sequence());
    out.put8(snapshot.createdMillis());
  }

  private static Snapshot readSnapshot(Decoder in) throws DamagedManifestException {
    return new Snapshot(in.getText(), in.get8(), in.get8(), in.get8());
  }
}
