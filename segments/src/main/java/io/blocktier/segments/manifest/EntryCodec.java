package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Crc32c;
import java.util.Optional;

/** Segments and candidates as bytes; docs/format.md describes them. */
final class EntryCodec {

  /** No segment has fewer. */
  static final int LEAST_ENTRY_BYTES = 127;

  /** No candidate has fewer. */
  static final int LEAST_CANDIDATE_BYTES = 29;

  /** No reference to an object has fewer. */
  static final int LEAST_OBJECT_BYTES = 12;

  private static final int PINNED = 1;
  private static final int CONDEMNED = 1;
  private static final int REMOVED = 2;

  private EntryCodec() {}

  static void write(Encoder out, SegmentEntry entry) {
    out.put8(entry.id());
    write(out, entry.object());
    write(out, entry.content());
    out.put8(entry.createdMillis());
    out.put8(entry.movedMillis());
    out.put1(entry.pinned() ? PINNED : 0);
    out.put8(entry.since());
  }

  static SegmentEntry readEntry(Decoder in) throws DamagedManifestException {
    try {
      return new SegmentEntry(
          in.get8(),
          readObject(in),
          readContent(in),
          in.get8(),
          in.get8(),
          flags(in, PINNED) == PINNED,
          in.get8());
    } catch (IllegalArgumentException e) {
      throw new DamagedManifestException("an entry is none", e);
    }
  }

  static void write(Encoder out, ObjectRef object) {
    out.put1(object.tier().code());
    out.put8(object.id());
    out.put(object.key().value());
  }

  static ObjectRef readObject(Decoder in) throws DamagedManifestException {
    try {
      return new ObjectRef(tier(in.get1()), in.get8(), BlockKey.of(in.getText()));
    } catch (IllegalArgumentException e) {
      throw new DamagedManifestException("a reference to an object is none", e);
    }
  }

  private static Tier tier(int code) throws DamagedManifestException {
    for (Tier tier : Tier.values()) {
      if (tier.code() == code) {
        return tier;
      }
    }
    throw new DamagedManifestException("there is no tier " + code);
  }

  private static void write(Encoder out, SegmentContent content) {
    out.put8(content.bytes());
    out.put8(content.frameBytes());
    out.put4(content.footerBytes());
    out.put4(content.tailBytes());
    out.put4(content.checksum().value());
    out.put(content.root());
    out.put8(content.rawBytes());
    out.put8(content.records());
    out.put8(content.tombstones());
    out.put8(content.expiring());
    out.put(content.keys().least());
    out.put(content.keys().greatest());
    out.put8(content.sequences().least());
    out.put8(content.sequences().greatest());
  }

  private static SegmentContent readContent(Decoder in) throws DamagedManifestException {
    return new SegmentContent(
        in.get8(),
        in.get8(),
        in.get4(),
        in.get4(),
        new Crc32c(in.get4()),
        in.getBytes(),
        in.get8(),
        in.get8(),
        in.get8(),
        in.get8(),
        new KeySpan(in.getBytes(), in.getBytes()),
        new SequenceSpan(in.get8(), in.get8()));
  }

  static void write(Encoder out, Candidate candidate) {
    Optional<Removal> removal = candidate.removal();
    out.put1((candidate.condemned() ? CONDEMNED : 0) | (removal.isPresent() ? REMOVED : 0));
    write(out, candidate.object());
    out.put8(candidate.bytes());
    out.put8(candidate.sinceMillis());
    removal.ifPresent(gone -> {
      write(out, gone.entry());
      out.put8(gone.at());
    });
  }

  static Candidate readCandidate(Decoder in) throws DamagedManifestException {
    int flags = flags(in, CONDEMNED | REMOVED);
    ObjectRef object = readObject(in);
    long bytes = in.get8();
    long since = in.get8();
    Optional<Removal> removal =
        (flags & REMOVED) == 0
            ? Optional.empty()
            : Optional.of(new Removal(readEntry(in), in.get8()));
    return new Candidate(object, bytes, since, (flags & CONDEMNED) != 0, removal);
  }

  private static int flags(Decoder in, int known) throws DamagedManifestException {
    int flags = in.get1();
    if ((flags & ~known) != 0) {
      throw new DamagedManifestException("there are flags that this version does not know");
    }
    return flags;
  }
}
