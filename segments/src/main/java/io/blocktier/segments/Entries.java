package io.blocktier.segments;

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

/** Turns what was written into what a manifest has of it, and that into what opens it. */
final class Entries {

  private Entries() {}

  static SegmentEntry of(SegmentSummary summary, ObjectRef object) {
    return SegmentEntry.of(
        summary.id(), object, content(summary), summary.statistics().created().toEpochMilli());
  }

  private static SegmentContent content(SegmentSummary summary) {
    SegmentStatistics statistics = summary.statistics();
    return new SegmentContent(
        summary.bytes(),
        summary.storedBytes(),
        summary.footerBytes(),
        summary.tailBytes(),
        summary.checksum(),
        Bytes.of(summary.root().bytes()),
        statistics.rawBytes(),
        statistics.records(),
        statistics.tombstones(),
        statistics.expiring(),
        new KeySpan(bytes(statistics.leastKey()), bytes(statistics.greatestKey())),
        new SequenceSpan(statistics.leastSequence(), statistics.greatestSequence()));
  }

  private static Bytes bytes(RecordKey key) {
    return Bytes.of(key.toUtf8());
  }

  static RecordKey key(Bytes bytes) {
    byte[] utf8 = bytes.toArray();
    return RecordKey.ofUtf8(utf8, 0, utf8.length);
  }

  static SegmentHandle handle(SegmentEntry entry) {
    SegmentContent content = entry.content();
    return new SegmentHandle(
        entry.object().key(), entry.id(), content.bytes(), content.tailBytes(), root(content));
  }

  private static Optional<RootHash> root(SegmentContent content) {
    return content.root().length() == RootHash.BYTES
        ? Optional.of(RootHash.copyOf(content.root().toArray(), 0))
        : Optional.empty();
  }
}
