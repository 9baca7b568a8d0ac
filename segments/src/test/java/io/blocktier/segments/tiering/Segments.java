package io.blocktier.segments.tiering;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.segments.manifest.Bytes;
import io.blocktier.segments.manifest.KeySpan;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentContent;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.SequenceSpan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;

/** Segments for tests: bytes that no reader understands, and manifests that nobody committed. */
final class Segments {

  private Segments() {}

  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static SegmentContent content(byte[] bytes, long sequence) {
    return content(bytes.length, Crc32c.of(ByteBuffer.wrap(bytes)), "a", "z", sequence, sequence);
  }

  static SegmentContent content(
      long bytes, Crc32c checksum, String least, String greatest, long first, long last) {
    return new SegmentContent(
        bytes,
        bytes / 2,
        0,
        0,
        checksum,
        Bytes.of(new byte[32]),
        2 * bytes,
        7,
        0,
        0,
        new KeySpan(key(least), key(greatest)),
        new SequenceSpan(first, last));
  }

  private static Bytes key(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A segment of a plan: nobody ever looks for its object. */
  static SegmentEntry entry(long id, ObjectRef object, long bytes, long createdMillis) {
    SegmentContent content = content(bytes, Crc32c.EMPTY, "a" + id, "a" + id, id, id);
    return SegmentEntry.of(id, object, content, createdMillis);
  }

  static Manifest manifest(SegmentEntry... entries) {
    TreeMap<Long, SegmentEntry> segments = new TreeMap<>();
    Arrays.stream(entries).forEach(entry -> segments.put(entry.id(), entry));
    Manifest none = Manifest.EMPTY;
    return new Manifest(
        1,
        none.commit(),
        0,
        none.writer(),
        1_000,
        1_000,
        none.covered(),
        new TreeMap<>(),
        segments,
        new TreeMap<>(),
        new TreeMap<>());
  }
}
