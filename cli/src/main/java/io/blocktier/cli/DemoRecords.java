package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.LatencyHistogram;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.Run;
import io.blocktier.segments.tiering.SkipReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The records of the demo: written, sealed into segments, archived, and read back and compared. For
 * one thread.
 */
final class DemoRecords {

  private static final int BATCH_RECORDS = 5_000;
  private static final int BATCH_BYTES = 1 << 20;

  /** How many records are read one by one, too. */
  private static final int MOST_SINGLE_READS = 1_000;

  private static final GarbageLimits AT_ONCE =
      new GarbageLimits(
          Duration.ZERO, GarbageLimits.DEFAULT.maxObjects(), GarbageLimits.DEFAULT.maxBytes());

  private final Session session;
  private final DemoDataSet data;
  private final DemoFindings findings;

  DemoRecords(Session session, DemoDataSet data, DemoFindings findings) {
    this.session = session;
    this.data = data;
    this.findings = findings;
  }

  /** Writes the records, each batch acknowledged before the next. */
  DemoPhase write(SegmentManager segments) throws IOException {
    Progress progress = session.progress("records");
    LatencyHistogram latency = new LatencyHistogram();
    long bytes = 0;
    long batchBytes = 0;
    Batch batch = new Batch();
    for (String key : data.keys()) {
      byte[] value = data.value(key);
      batch.put(RecordKey.of(key), ByteBuffer.wrap(value));
      batchBytes += value.length;
      if (batch.size() == BATCH_RECORDS || batchBytes >= BATCH_BYTES) {
        write(segments, batch, latency);
        progress.addBytes(batchBytes);
        bytes += batchBytes;
        batchBytes = 0;
        batch = new Batch();
      }
    }
    if (batch.size() > 0) {
      write(segments, batch, latency);
    }
    return phase(
        "records",
        DemoPhase.RECORDS,
        data.keys().size(),
        bytes + batchBytes,
        progress,
        latency,
        "acknowledged: " + DurabilityText.of(Durability.LOCAL));
  }

  private void write(SegmentManager segments, Batch batch, LatencyHistogram latency)
      throws BlockStoreException {
    long start = ticker().nanos();
    segments.write(batch);
    latency.record(ticker().nanos() - start);
  }

  /** Has every record in a segment of the hot store. */
  DemoPhase seal(SegmentManager segments) throws BlockStoreException {
    Progress progress = session.progress("seal");
    LatencyHistogram latency = new LatencyHistogram();
    segments.flush();
    latency.record(progress.nanos());
    List<SegmentEntry> all = segments.listSegments();
    return phase(
        "seal",
        DemoPhase.SEGMENTS,
        all.size(),
        bytes(all),
        progress,
        latency,
        "the hot store has what was not sealed meanwhile");
  }

  /** Moves every segment to the cold store, and deletes what the hot store has of it then. */
  DemoPhase archive(SegmentManager segments) throws IOException {
    Progress progress = session.progress("archive");
    LatencyHistogram latency = new LatencyHistogram();
    List<SegmentEntry> all = segments.listSegments();
    int archived = 0;
    for (SegmentEntry entry : all) {
      long start = ticker().nanos();
      MoveOutcome outcome = segments.archive(entry.id(), Run.QUIET);
      latency.record(ticker().nanos() - start);
      switch (outcome) {
        case MoveOutcome.Failed failed -> throw failed.cause();
        case MoveOutcome.Skipped(long _, SkipReason reason)
            when reason == SkipReason.ALREADY_THERE ->
            archived++;
        case MoveOutcome.Skipped skipped ->
            findings.storeFailed("segment " + entry.id(), "was not archived: " + skipped);
        case MoveOutcome.Moved _ -> archived++;
      }
    }
    int deleted = segments.gc(AT_ONCE, false).deleted().size();
    return phase(
        "archive",
        DemoPhase.SEGMENTS,
        archived,
        bytes(all),
        progress,
        latency,
        String.format(
            Locale.ROOT, "copied to the cold store and verified; %,d hot copies deleted", deleted));
  }

  private static long bytes(List<SegmentEntry> segments) {
    return segments.stream().mapToLong(entry -> entry.content().bytes()).sum();
  }

  /** Reads every record back, in the order of the keys, and compares it with where it is from. */
  DemoPhase scan(SegmentManager segments) throws IOException {
    Progress progress = session.progress("scan");
    Set<String> missing = new HashSet<>(data.keys());
    long records = 0;
    long bytes = 0;
    try (RecordCursor cursor = segments.scan(KeyRange.ALL)) {
      while (cursor.next()) {
        ByteBuffer value = cursor.value();
        records++;
        bytes += value.remaining();
        progress.addBytes(value.remaining());
        compareScanned(cursor.key().toString(), value, missing);
      }
    }
    missing.forEach(key -> findings.storeFailed(name(key), "was acknowledged and is not there"));
    return phase(
        "scan",
        DemoPhase.RECORDS,
        records,
        bytes,
        progress,
        new LatencyHistogram(),
        "compared with the JDK's own byte by byte");
  }

  private void compareScanned(String key, ByteBuffer value, Set<String> missing)
      throws IOException {
    if (!missing.remove(key)) {
      findings.storeFailed(name(key), "is there, and nobody wrote it");
    } else if (equal(key, value)) {
      findings.equalRecord(value.remaining());
    }
  }

  /** Reads some of the records one by one, from everywhere in the order of the keys. */
  DemoPhase get(SegmentManager segments) throws IOException {
    Progress progress = session.progress("get");
    LatencyHistogram latency = new LatencyHistogram();
    int step = Math.max(1, data.keys().size() / MOST_SINGLE_READS);
    long records = 0;
    long bytes = 0;
    for (int i = 0; i < data.keys().size(); i += step) {
      String key = data.keys().get(i);
      long start = ticker().nanos();
      Optional<SegmentRecord> found = segments.get(RecordKey.of(key));
      latency.record(ticker().nanos() - start);
      records++;
      if (found.isEmpty()) {
        findings.storeFailed(name(key), "was acknowledged and is not found");
      } else if (equal(key, found.get().value())) {
        bytes += found.get().value().remaining();
      }
    }
    return phase(
        "get",
        DemoPhase.RECORDS,
        records,
        bytes,
        progress,
        latency,
        "some of them one by one, compared, too");
  }

  private boolean equal(String key, ByteBuffer value) throws IOException {
    int mismatch = value.mismatch(ByteBuffer.wrap(data.value(key)));
    if (mismatch >= 0) {
      findings.storeFailed(name(key), "differs from what was written at byte " + mismatch);
    }
    return mismatch < 0;
  }

  private static String name(String key) {
    return "record '" + key + "'";
  }

  private DemoPhase phase(
      String name,
      String unit,
      long number,
      long bytes,
      Progress progress,
      LatencyHistogram latency,
      String note) {
    session.errors().clearProgress();
    return DemoPhase.of(name, unit, number, bytes, progress.nanos(), latency, note);
  }

  private Ticker ticker() {
    return session.effects().ticker();
  }
}
