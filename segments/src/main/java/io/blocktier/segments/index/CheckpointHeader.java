package io.blocktier.segments.index;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.segments.manifest.Bytes;
import io.blocktier.segments.manifest.SegmentContent;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.UniqueId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint says of itself: docs/format.md describes it. Immutable.
 *
 * @param manifest the number of the manifest that it goes with
 * @param commit names that manifest's commit
 * @param segments those whose records it has, in the order of their ordinals in it
 */
record CheckpointHeader(long manifest, UniqueId commit, List<Part> segments) {

  static final int VERSION = 1;

  /** Enough to learn how long a header is. */
  static final int FIXED_BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES;

  /** The longest header, of about a million segments. */
  static final int MAX_BYTES = 64 << 20;

  private static final long MAGIC = 0x42544B494E444558L; // BTKINDEX
  private static final int LEAST_BYTES = FIXED_BYTES + 3 * Long.BYTES + 2 * Integer.BYTES;

  /**
   * A segment that a checkpoint has. Numbers of segments are used once in a chain; the root keeps
   * one of another chain under the same keys from being taken for it.
   *
   * @param id its number
   * @param records how many there are
   * @param root over them
   */
  record Part(long id, long records, Bytes root) {

    static Part of(SegmentEntry entry) {
      return new Part(entry.id(), entry.content().records(), entry.content().root());
    }
  }

  byte[] toBytes() {
    int length = LEAST_BYTES;
    for (Part part : segments) {
      length += 2 * Long.BYTES + Short.BYTES + part.root().length();
    }
    ByteBuffer target = ByteBuffer.allocate(length);
    target.putLong(MAGIC).putInt(VERSION).putInt(length);
    target.putLong(manifest).putLong(commit.high()).putLong(commit.low());
    target.putInt(segments.size());
    for (Part part : segments) {
      target.putLong(part.id()).putLong(part.records());
      target.putShort((short) part.root().length()).put(part.root().toArray());
    }
    target.putInt(Crc32c.of(target.duplicate().flip()).value());
    return target.array();
  }

  /** Returns how long the header is that some bytes are the beginning of. */
  static int length(ByteBuffer start) throws UnusableCheckpointException {
    UnusableCheckpointException.require(start.remaining() >= FIXED_BYTES, "it ends in its header");
    UnusableCheckpointException.require(start.getLong(0) == MAGIC, "it is no checkpoint");
    int version = start.getInt(Long.BYTES);
    UnusableCheckpointException.require(version == VERSION, "it is of version " + version);
    int length = start.getInt(Long.BYTES + Integer.BYTES);
    UnusableCheckpointException.require(
        length >= LEAST_BYTES && length <= MAX_BYTES, "its header has " + length + " bytes");
    return length;
  }

  /** Reads a header that is exactly what a buffer has. */
  static CheckpointHeader read(ByteBuffer bytes) throws UnusableCheckpointException {
    int crcAt = bytes.limit() - Integer.BYTES;
    int crc = Crc32c.of(bytes.duplicate().position(0).limit(crcAt)).value();
    UnusableCheckpointException.require(
        crc == bytes.getInt(crcAt), "its header does not match its checksum");
    ByteBuffer source = bytes.duplicate().position(FIXED_BYTES).limit(crcAt);
    long manifest = source.getLong();
    UniqueId commit = new UniqueId(source.getLong(), source.getLong());
    int count = source.getInt();
    List<Part> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      segments.add(readPart(source));
    }
    UnusableCheckpointException.require(!source.hasRemaining(), "its header is too long");
    return new CheckpointHeader(manifest, commit, List.copyOf(segments));
  }

  private static Part readPart(ByteBuffer source) throws UnusableCheckpointException {
    UnusableCheckpointException.require(
        source.remaining() >= 2 * Long.BYTES + Short.BYTES, "its header is too short");
    long id = source.getLong();
    long records = source.getLong();
    int rootBytes = source.getShort();
    UnusableCheckpointException.require(
        rootBytes >= 0 && rootBytes <= Math.min(SegmentContent.MAX_ROOT_BYTES, source.remaining()),
        "a root of its header has " + rootBytes + " bytes");
    byte[] root = new byte[rootBytes];
    source.get(root);
    return new Part(id, records, Bytes.of(root));
  }
}
