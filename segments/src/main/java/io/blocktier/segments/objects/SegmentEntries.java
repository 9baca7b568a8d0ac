package io.blocktier.segments.objects;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RootHash;
import io.blocktier.segments.format.SegmentHandle;
import io.blocktier.segments.format.SegmentStatistics;
import io.blocktier.segments.format.SegmentSummary;
import io.blocktier.segments.manifest.Bytes;
import io.blocktier.segments.manifest.KeySpan;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentContent;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.SequenceSpan;
import java.util.Optional;

/** Turns what was written into what a manifest has, and that into what opens it. */
public final class SegmentEntries {

  private SegmentEntries() {}

  /**
   * Describes a segment that was written, for a manifest.
   *
   * @param object where it is
   * @param summary what its writer said
   * @return the entry, not pinned
   */
  public static SegmentEntry of(ObjectRef object, SegmentSummary summary) {
    SegmentStatistics said = summary.statistics();
    SegmentContent content =
        new SegmentContent(
            summary.bytes(),
            summary.storedBytes(),
            summary.footerBytes(),
            summary.tailBytes(),
            summary.checksum(),
            Bytes.of(summary.root().bytes()),
            said.rawBytes(),
            said.records(),
            said.tombstones(),
            said.expiring(),
            new KeySpan(bytes(said.leastKey()), bytes(said.greatestKey())),
            new SequenceSpan(said.leastSequence(), said.greatestSequence()));
    return SegmentEntry.of(summary.id(), object, content, said.created().toEpochMilli());
  }

  private static Bytes bytes(RecordKey key) {
    return Bytes.of(key.toUtf8());
  }

  /**
   * Returns a key that a manifest has.
   *
   * @param bytes of {@link KeySpan}
   * @return the key
   */
  public static RecordKey key(Bytes bytes) {
    byte[] utf8 = bytes.toArray();
    return RecordKey.ofUtf8(utf8, 0, utf8.length);
  }

  /**
   * Tells what opens a segment with one request, its key index included.
   *
   * @param entry from a manifest
   * @return the handle
   */
  public static SegmentHandle handle(SegmentEntry entry) {
    return handle(entry, entry.content().tailBytes());
  }

  /**
   * Tells what opens a segment for reads of records by their place.
   *
   * @param entry from a manifest
   * @return the handle
   */
  public static SegmentHandle handleWithoutKeys(SegmentEntry entry) {
    return handle(entry, entry.content().footerBytes());
  }

  private static SegmentHandle handle(SegmentEntry entry, int tailBytes) {
    SegmentContent content = entry.content();
    return new SegmentHandle(
        entry.object().key(), entry.id(), content.bytes(), tailBytes, root(content));
  }

  /** A manifest takes roots of any length; one of another length is compared with nothing. */
  private static Optional<RootHash> root(SegmentContent content) {
    return content.root().length() == RootHash.BYTES
        ? Optional.of(RootHash.copyOf(content.root().toArray(), 0))
        : Optional.empty();
  }
}
