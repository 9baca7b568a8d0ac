package io.blocktier.cache.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a segment out of use such that no crash brings its records back. */
final class Release {

  private final JournalId journal;
  private final SegmentDirectory directory;
  private final FilePool files;
  private final int segmentBytes;
  private final Ledger ledger;

  Release(
      JournalId journal,
      SegmentDirectory directory,
      FilePool files,
      int segmentBytes,
      Ledger ledger) {
    this.journal = journal;
    this.directory = directory;
    this.files = files;
    this.segmentBytes = segmentBytes;
    this.ledger = ledger;
  }

  void release(Segment segment) throws IOException {
    try {
      free(segment);
    } catch (IOException | RuntimeException e) {
      ledger.releaseFailed(segment);
      throw e;
    }
  }

  private void free(Segment segment) throws IOException {
    SegmentFile file = segment.file();
    if (file == null) {
      ledger.released(segment);
    } else if (segment.isPoisoned() || files.isSurplus(file, segmentBytes)) {
      directory.remove(file);
      ledger.released(segment);
      files.forget(file);
    } else {
      mark(file, segment.number() + 1);
      ledger.released(segment);
      files.give(file);
    }
  }

  /** Forced before the file holds another segment, and before a newer segment is released. */
  private void mark(SegmentFile file, long oldestLive) throws IOException {
    ByteBuffer header = SegmentHeader.free(oldestLive, file.bytes()).block(journal);
    file.disk().write(new ByteBuffer[] {header}, 0);
    file.disk().force();
  }
}
