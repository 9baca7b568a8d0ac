package io.blocktier.segments;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Operation;
import io.blocktier.segments.Catalog.Sealed;
import io.blocktier.segments.Search.Step;
import io.blocktier.segments.format.FrameCache;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.RecordProof;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.index.SegmentIndex;
import io.blocktier.segments.manifest.SegmentEntry;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds records in views. An object that is gone was moved or replaced since the view was made, and
 * is looked for in a newer one; where there is none, it is missing. Thread-safe.
 */
final class Reads {

  /** How often objects may move away below one read. */
  private static final int MOST_VIEWS = 4;

  /** How many bytes of segments a scan holds at most, unless their frames are more. */
  private static final int SCAN_BYTES = 96 << 20;

  /** A scan of a segment reads two ahead. */
  private static final int BATCHES_HELD = 3;

  private final Readers readers;
  private final Search search;
  private final InstantSource clock;
  private final SegmentFailures failures;
  private final ReadCounts counts = new ReadCounts();

  Reads(Readers readers, SegmentIndex index, InstantSource clock, SegmentFailures failures) {
    this.readers = readers;
    this.search = new Search(index);
    this.clock = clock;
    this.failures = failures;
  }

  ReadCounts counts() {
    return counts;
  }

  FrameCache frames() {
    return readers.frames();
  }

  /** Something that is read of a view. */
  @FunctionalInterface
  private interface Read<T> {
    T of(View view) throws BlockStoreException;
  }

  private <T> T read(ViewSource source, Read<T> read) throws BlockStoreException {
    View view = source.now();
    for (int views = 1; ; views++) {
      try {
        return read.of(view);
      } catch (BlockNotFoundException gone) {
        if (gone.failure().key() == null) {
          throw gone; // it is said of a segment, not of an object
        }
        View newer = source.again();
        if (newer.number() == view.number() || views == MOST_VIEWS) {
          throw failures.missing(gone);
        }
        view = newer;
      }
    }
  }

  /** Returns the record of a key, unless it has no value. */
  Optional<SegmentRecord> get(ViewSource source, RecordKey key) throws BlockStoreException {
    return read(source, view -> get(view, key));
  }

  /** Returns a part of the value of a key, unless it has none. */
  Optional<RecordPart> get(ViewSource source, RecordKey key, ByteRange range)
      throws BlockStoreException {
    return read(source, view -> get(view, key, range));
  }

  private Optional<RecordPart> get(View view, RecordKey key, ByteRange range)
      throws BlockStoreException {
    for (Table table : view.tables()) {
      Version version = table.find(key, view.bound());
      if (version != null) {
        counts.inMemory();
        return Optional.of(version.toRecord())
            .filter(this::hasValue)
            .map(record -> RecordPart.of(record, range));
      }
    }
    Place place = place(view.catalog(), key);
    counts.inSegments(place != null);
    return place == null ? Optional.empty() : Optional.of(place.read(range));
  }

  private Optional<SegmentRecord> get(View view, RecordKey key) throws BlockStoreException {
    for (Table table : view.tables()) {
      Version version = table.find(key, view.bound());
      if (version != null) {
        counts.inMemory();
        return Optional.of(version.toRecord()).filter(this::hasValue);
      }
    }
    Optional<SegmentRecord> sealed = sealed(view.catalog(), key);
    counts.inSegments(sealed.isPresent());
    return sealed;
  }

  private Optional<SegmentRecord> sealed(Catalog catalog, RecordKey key)
      throws BlockStoreException {
    List<Step> steps = search.steps(catalog, key);
    Place newest = null;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (newest != null && newest.entry().sequence() >= step.newestSequence()) {
        break;
      }
      if (newest == null && step.frame() != Step.BY_KEY && isDecisive(steps, i)) {
        Optional<SegmentRecord> record = readers.byPlace(step.entry()).get(key, step.frame());
        if (record.isPresent()) {
          return used(step.entry(), record.get());
        }
      }
      newest = newer(newest, find(step.entry(), key)); // the frame has another key of the same hash
    }
    return newest == null || !isValue(newest.entry().kind(), newest.entry().expiresAt())
        ? Optional.empty()
        : used(newest.segment(), newest.read());
  }

  /** Finds the newest record of a key in segments, or null if it has no value. */
  private @Nullable Place place(Catalog catalog, RecordKey key) throws BlockStoreException {
    Place newest = newestPlace(catalog, key);
    if (newest == null || !isValue(newest.entry().kind(), newest.entry().expiresAt())) {
      return null;
    }
    readers.used(newest.segment());
    return newest;
  }

  /** Finds the newest record of a key in segments, or null if none has one. */
  private @Nullable Place newestPlace(Catalog catalog, RecordKey key) throws BlockStoreException {
    Place newest = null;
    for (Step step : search.steps(catalog, key)) {
      if (newest != null && newest.entry().sequence() >= step.newestSequence()) {
        break;
      }
      newest = newer(newest, find(step.entry(), key));
    }
    return newest;
  }

  /** Tells whether no later step has anything newer than any record of this one. */
  private static boolean isDecisive(List<Step> steps, int at) {
    return at + 1 == steps.size()
        || steps.get(at + 1).newestSequence() <= steps.get(at).oldestSequence();
  }

  private Optional<SegmentRecord> used(SegmentEntry segment, SegmentRecord record) {
    if (!hasValue(record)) {
      return Optional.empty();
    }
    readers.used(segment);
    return Optional.of(record);
  }

  /** Where a record is. */
  private record Place(SegmentEntry segment, SegmentReader reader, RecordEntry entry) {

    SegmentRecord read() throws BlockStoreException {
      return new SegmentRecord(
          entry.key(), entry.sequence(), entry.kind(), entry.expiresAt(), reader.value(entry));
    }

    RecordPart read(ByteRange range) throws BlockStoreException {
      int length = Math.toIntExact(range.clampedLength(entry.valueBytes()));
      ByteBuffer part = ByteBuffer.allocate(length);
      if (length > 0) {
        reader.read(entry, range, part);
      }
      return new RecordPart(entry.sequence(), entry.valueBytes(), part.flip());
    }
  }

  private @Nullable Place find(SegmentEntry segment, RecordKey key) throws BlockStoreException {
    if (!readers.mayHave(segment, key)) {
      return null;
    }
    SegmentReader reader = readers.of(segment);
    return reader.find(key).map(entry -> new Place(segment, reader, entry)).orElse(null);
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

  /** Returns the newest that there is of a key, be it a tombstone or over. */
  Optional<SegmentRecord> newest(ViewSource source, RecordKey key) throws BlockStoreException {
    return read(source, view -> newest(view, key));
  }

  private Optional<SegmentRecord> newest(View view, RecordKey key) throws BlockStoreException {
    for (Table table : view.tables()) {
      Version version = table.find(key, view.bound());
      if (version != null) {
        return Optional.of(version.toRecord());
      }
    }
    Place newest = newestPlace(view.catalog(), key);
    return newest == null ? Optional.empty() : Optional.of(newest.read());
  }

  /** Returns what one segment has of a key, be it a tombstone or over. */
  Optional<SegmentRecord> get(ViewSource source, long segment, RecordKey key)
      throws BlockStoreException {
    return read(source, view -> reader(view, segment).get(key));
  }

  /** Shows that a record is in a segment. */
  Optional<RecordProof> proof(ViewSource source, long segment, RecordKey key)
      throws BlockStoreException {
    return read(source, view -> reader(view, segment).proof(key));
  }

  private SegmentReader reader(View view, long segment) throws BlockStoreException {
    SegmentEntry entry = view.catalog().segments().get(segment);
    if (entry == null) {
      throw failures.noSegment(Operation.READ, segment);
    }
    readers.used(entry);
    return readers.of(entry);
  }

  /** Goes through the records of a range. */
  RecordCursor scan(ViewSource source, KeyRange range) throws BlockStoreException {
    View view = source.now();
    List<RecordSource> sources = new ArrayList<>();
    for (Table table : view.tables()) {
      sources.add(new TableSource(table.newest(range, view.bound())));
    }
    List<Sealed> segments =
        view.catalog().newestFirst().stream().filter(of -> of.mayHaveOf(range)).toList();
    int batchBytes = SCAN_BYTES / BATCHES_HELD / Math.max(1, segments.size());
    for (Sealed segment : segments) {
      sources.add(new SegmentSource(segment, range, readers, Math.max(1, batchBytes)));
    }
    return new RecordCursor(sources, this::isValue, failures, source::again);
  }
}
