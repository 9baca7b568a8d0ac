package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.Catalog.Sealed;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.manifest.SegmentEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds records in views. Thread-safe. */
final class Reads {

  private final Readers readers;
  private final InstantSource clock;

  Reads(Readers readers, InstantSource clock) {
    this.readers = readers;
    this.clock = clock;
  }

  /** Returns the record of a key, unless it has no value. */
  Optional<SegmentRecord> get(View view, RecordKey key) throws BlockStoreException {
    for (Table table : view.tables()) {
      Version version = table.find(key, view.bound());
      if (version != null) {
        return Optional.of(version.toRecord()).filter(this::hasValue);
      }
    }
    return sealed(view.catalog(), key);
  }

  private Optional<SegmentRecord> sealed(Catalog catalog, RecordKey key)
      throws BlockStoreException {
    Place newest = null;
    for (Sealed segment : catalog.newestFirst()) {
      if (newest != null && newest.entry().sequence() >= segment.newestSequence()) {
        break;
      }
      if (segment.mayHave(key)) {
        newest = newer(newest, find(segment, key));
      }
    }
    if (newest == null || !isValue(newest.entry().kind(), newest.entry().expiresAt())) {
      return Optional.empty();
    }
    readers.used(newest.segment());
    return Optional.of(newest.read());
  }

  /** Where a record is. */
  private record Place(SegmentEntry segment, SegmentReader reader, RecordEntry entry) {

    SegmentRecord read() throws BlockStoreException {
      return new SegmentRecord(
          entry.key(), entry.sequence(), entry.kind(), entry.expiresAt(), reader.value(entry));
    }
  }

  private @Nullable Place find(Sealed segment, RecordKey key) throws BlockStoreException {
    SegmentReader reader = readers.of(segment.entry());
    return reader
        .find(key)
        .map(entry -> new Place(segment.entry(), reader, entry))
        .orElse(null);
  }

  private static @Nullable Place newer(@Nullable Place one, @Nullable Place other) {
    boolean first =
        other == null || (one != null && one.entry().sequence() >= other.entry().sequence());
    return first ? one : other;
  }

  private boolean hasValue(SegmentRecord record) {
    return isValue(record.kind(), record.expiresAt());
  }

  private boolean isValue(RecordKind kind, long expiresAt) {
    return kind == RecordKind.PUT && (expiresAt == RecordEntry.NEVER || clock.millis() < expiresAt);
  }

  /** Goes through the records of a range. */
  RecordCursor scan(View view, KeyRange range) {
    List<RecordSource> sources = new ArrayList<>();
    for (Table table : view.tables()) {
      sources.add(new TableSource(table.newest(range, view.bound())));
    }
    for (Sealed segment : view.catalog().newestFirst()) {
      if (segment.mayHaveOf(range)) {
        sources.add(new SegmentSource(segment, range, readers));
      }
    }
    return new RecordCursor(sources, this::isValue);
  }
}
