package io.blocktier.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a segment out of use such that no crash brings its records back. */
final class Release {

  private static final Logger LOG = LoggerFactory.getLogger(Release.class);

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
    } else if (!segment.isPoisoned()
        && !files.isSurplus(file, segmentBytes)
        && mark(file, segment.number() + 1)) {
      ledger.released(segment);
      files.give(file);
    } else {
      directory.remove(file);
      ledger.released(segment);
      files.forget(file);
    }
  }

  /**
   * Forced before the file holds another segment, and before a newer segment is released. False if
   * that failed: nobody knows what the file holds then, and it can only be removed.
   */
  private boolean mark(SegmentFile file, long oldestLive) {
    ByteBuffer header = SegmentHeader.free(oldestLive, file.bytes()).block(journal);
    try {
      file.disk().write(new ByteBuffer[] {header}, 0);
      file.disk().force();
      return true;
    } catch (IOException e) {
      LOG.warn("{} cannot be used again, and is removed: {}", file.path(), e.toString());
      return false;
    }
  }
}
