package io.blocktier.cache.journal;

import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * What counts in the newest segment. Records up to the watermark were acknowledged; those above may
 * have been written in part, and the first that is not whole ends the journal.
 */
final class Tail {

  private static final int CHUNK_BYTES = 256 << 10;

  private final SegmentFiles.Found found;
  private final long watermark;
  private final int end;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

  private Tail(SegmentFiles.Found found, long watermark, int end) {
    this.found = found;
    this.watermark = watermark;
    this.end = end;
  }

  /**
   * Looks at all heads once. Before that, the file is forced: after a crash of the process alone,
   * what the page cache has is not on the disk yet, and a power cut must not take back what is
   * handed over now.
   */
  static Tail survey(SegmentFiles.Found found, JournalId journal, OptionalLong clean)
      throws IOException {
    if (clean.isEmpty()) {
      found.file().disk().force();
    }
    SegmentScan scan = SegmentScan.inPlace(found, journal, found.file().bytes());
    long watermark = Math.max(found.header().previous(), clean.orElse(0));
    while (scan.next()) {
      watermark = Math.max(watermark, scan.record().watermark());
    }
    return new Tail(found, watermark, scan.end());
  }

  long watermark() {
    return watermark;
  }

  /** Returns where the last record ends that could be read. */
  int end() {
    return end;
  }

  boolean counts(SegmentScan scan) throws IOException {
    return scan.last() <= watermark || (isNext(scan) && isWhole(scan.record().position()));
  }

  /** Above the watermark nothing may be missing before a record. */
  private boolean isNext(SegmentScan scan) {
    return !scan.isAfterGap() || scan.last() - 1 <= watermark;
  }

  private boolean isWhole(Position position) throws IOException {
    DiskFile file = found.file().disk();
    CRC32C crc = new CRC32C();
    for (int done = 0; done < position.length(); done += chunk.limit()) {
      chunk.clear().limit(Math.min(CHUNK_BYTES, position.length() - done));
      if (file.read(chunk, position.offset() + done) == 0) {
        return false;
      }
      crc.update(chunk.flip());
    }
    return (int) crc.getValue() == position.crc32c();
  }
}
