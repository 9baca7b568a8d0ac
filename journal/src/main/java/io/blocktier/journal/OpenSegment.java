package io.blocktier.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The segment that is being written. Used by the leader only. */
final class OpenSegment {

  private final Segment segment;
  private final SegmentFile file;
  private final JournalId journal;
  private final Staging staging;
  private final IndexBlock index;
  private boolean begun;

  /** Begins a segment with a buffer and an index that were those of the one before. */
  OpenSegment(
      Segment segment, SegmentFile file, JournalId journal, Staging staging, IndexBlock index) {
    this.segment = segment;
    this.file = file;
    this.journal = journal;
    this.staging = staging;
    this.index = index;
    index.clear();
  }

  Segment segment() {
    return segment;
  }

  /**
   * Writes a batch and forces it: after that, and not before, its records are durable. The header
   * goes with the first batch: a crash finds both, or a file that holds no record of the segment.
   * What belongs to somebody who left meanwhile is written once more, from the copy.
   */
  void write(Batch batch) throws IOException {
    do {
      stage(batch);
      file.disk().write(staging.end(), begun ? batch.offset() : 0);
    } while (!staging.isValid());
    begun = true;
    staging.heads().forEach(index::add);
    if (batch.last()) {
      writeIndex();
    }
    file.disk().force();
  }

  private void stage(Batch batch) {
    staging.begin();
    if (!begun) {
      staging.add(
          new SegmentHeader(segment.number(), batch.durable(), batch.oldestLive(), file.bytes()),
          journal);
    }
    batch.records().forEach(record -> staging.add(record, batch));
  }

  /** Ends a segment whose last record was written before that was known. */
  void seal() throws IOException {
    writeIndex();
    file.disk().force();
  }

  private void writeIndex() throws IOException {
    ByteBuffer[] end = index.end(journal, segment.number(), file.bytes());
    file.disk().write(end, index.offset(file.bytes()));
  }
}
