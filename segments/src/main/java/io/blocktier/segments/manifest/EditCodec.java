package io.blocktier.segments.manifest;

import java.util.List;

/** Commits as bytes; docs/format.md describes them. */
final class EditCodec {

  /** No commit has fewer. */
  static final int LEAST_LINK_BYTES = 60;

  private EditCodec() {}

  static byte[] encode(Link link) {
    Encoder out = new Encoder();
    out.put8(link.number());
    out.put8(link.epoch());
    out.put(link.writer());
    out.put(link.commit());
    out.put8(link.millis());
    out.putList(link.edits(), edit -> write(out, edit));
    return out.toArray();
  }

  static Link readLink(Decoder in) throws DamagedManifestException {
    return new Link(
        in.get8(), in.get8(), in.getId(), in.getId(), in.get8(), in.getList(1, () -> readEdit(in)));
  }

  private static void write(Encoder out, Edit edit) {
    switch (edit) {
      case Edit.Claim(String name) -> kind(out, 1).put(name);
      case Edit.Reserve(int count) -> kind(out, 2).put4(count);
      case Edit.AddSegments(List<SegmentEntry> added) -> entries(kind(out, 3), added);
      case Edit.Replace(List<Long> inputs, List<SegmentEntry> outputs) ->
          entries(ids(kind(out, 4), inputs), outputs);
      case Edit.Drop(List<Long> ids) -> ids(kind(out, 5), ids);
      case Edit.Revive(List<Long> ids) -> ids(kind(out, 6), ids);
      case Edit.Move(long id, ObjectRef target) -> {
        kind(out, 7).put8(id);
        EntryCodec.write(out, target);
      }
      case Edit.Pin(long id, boolean pinned) -> {
        kind(out, 8).put8(id);
        out.put(pinned);
      }
      case Edit.TakeSnapshot(String name, long sequence) -> {
        kind(out, 9).put(name);
        out.put8(sequence);
      }
      case Edit.DropSnapshot(String name) -> kind(out, 10).put(name);
      case Edit.Cover(LogMark mark) -> {
        kind(out, 11).put(mark.log());
        out.put8(mark.position());
      }
      case Edit.NoteOrphans(List<Orphan> orphans) ->
          kind(out, 12).putList(orphans, orphan -> write(out, orphan));
      case Edit.Condemn(List<Long> objects) -> ids(kind(out, 13), objects);
      case Edit.Forget(List<Long> objects) -> ids(kind(out, 14), objects);
      case Edit.SettleLog(String log) -> kind(out, 15).put(log);
      case Edit.RememberLog(String log) -> kind(out, 16).put(log);
    }
  }

  private static Encoder kind(Encoder out, int kind) {
    out.put1(kind);
    return out;
  }

  private static Encoder ids(Encoder out, List<Long> ids) {
    out.putList(ids, out::put8);
    return out;
  }

  private static void entries(Encoder out, List<SegmentEntry> entries) {
    out.putList(entries, entry -> EntryCodec.write(out, entry));
  }

  private static void write(Encoder out, Orphan orphan) {
    EntryCodec.write(out, orphan.object());
    out.put8(orphan.bytes());
  }

  private static Edit readEdit(Decoder in) throws DamagedManifestException {
    try {
      return readEdit(in.get1(), in);
    } catch (IllegalArgumentException e) {
      throw new DamagedManifestException("an edit is none", e);
    }
  }

  private static Edit readEdit(int kind, Decoder in) throws DamagedManifestException {
    return switch (kind) {
      case 1 -> new Edit.Claim(in.getText());
      case 2 -> new Edit.Reserve(in.get4());
      case 3 -> new Edit.AddSegments(entries(in));
      case 4 -> new Edit.Replace(ids(in), entries(in));
      case 5 -> new Edit.Drop(ids(in));
      case 6 -> new Edit.Revive(ids(in));
      case 7 -> new Edit.Move(in.get8(), EntryCodec.readObject(in));
      case 8 -> new Edit.Pin(in.get8(), in.getBoolean());
      case 9 -> new Edit.TakeSnapshot(in.getText(), in.get8());
      case 10 -> new Edit.DropSnapshot(in.getText());
      case 11 -> new Edit.Cover(new LogMark(in.getText(), in.get8()));
      case 12 -> new Edit.NoteOrphans(in.getList(EntryCodec.LEAST_OBJECT_BYTES, () -> orphan(in)));
      case 13 -> new Edit.Condemn(ids(in));
      case 14 -> new Edit.Forget(ids(in));
      case 15 -> new Edit.SettleLog(in.getText());
      case 16 -> new Edit.RememberLog(in.getText());
      default -> throw new DamagedManifestException("there is no edit of kind " + kind);
    };
  }

  private static List<Long> ids(Decoder in) throws DamagedManifestException {
    return in.getList(Long.BYTES, in::get8);
  }

  private static List<SegmentEntry> entries(Decoder in) throws DamagedManifestException {
    return in.getList(EntryCodec.LEAST_ENTRY_BYTES, () -> EntryCodec.readEntry(in));
  }

  private static Orphan orphan(Decoder in) throws DamagedManifestException {
    return new Orphan(EntryCodec.readObject(in), in.get8());
  }
}
