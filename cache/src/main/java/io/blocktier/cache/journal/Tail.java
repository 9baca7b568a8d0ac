package io.blocktier.cache.journal;

import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * What counts in the newest segment. Records up to the watermark were acknowledged; those above may
 * have been written in part, and the first that is not whole ends the journal.
 */
final class Tail {

  private static final int CHUNK_BYTES = 256 << 10;

  private final SegmentFiles.Found found;
  private final RecordBatch records;
  private final BitSet afterGaps;
  private final long watermark;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

  private Tail(SegmentFiles.Found found, RecordBatch records, BitSet afterGaps, long watermark) {
    this.found = found;
    this.records = records;
    this.afterGaps = afterGaps;
    this.watermark = watermark;
  }

  /**
   * Reads all heads, of which there are no more than a segment has room for. Before that, the file
   * is forced: after a crash of the process alone, what the page cache has is not on the disk yet,
   * and a power cut must not take back what is handed over now.
   */
  static Tail survey(SegmentFiles.Found found, JournalId journal, OptionalLong clean)
      throws IOException {
    if (clean.isEmpty()) {
      found.file().disk().force();
    }
    SegmentScan scan = SegmentScan.inPlace(found, journal);
    long watermark = Math.max(found.header().previous(), clean.orElse(0));
    RecordBatch records = new RecordBatch();
    BitSet afterGaps = new BitSet();
    while (scan.next()) {
      afterGaps.set(records.size(), scan.isAfterGap());
      records.add(scan.record());
      watermark = Math.max(watermark, scan.record().watermark());
    }
    return new Tail(found, records, afterGaps, watermark);
  }

  long watermark() {
    return watermark;
  }

  /** Sees records that count. */
  @FunctionalInterface
  interface Taker {

    /** Sees a record, before which something could not be read where there is a gap. */
    void take(RecordView record, boolean isAfterGap) throws IOException;
  }

  /** Hands over the records that count, up to the first that does not. */
  void forEach(Taker taker) throws IOException {
    RecordView record = new RecordView();
    for (int i = 0; i < records.size(); i++) {
      records.show(i, record);
      if (!counts(record, afterGaps.get(i))) {
        return;
      }
      taker.take(record, afterGaps.get(i));
    }
  }

  private boolean counts(RecordView record, boolean isAfterGap) throws IOException {
    return record.generation() <= watermark
        || (isNext(record, isAfterGap) && isWhole(record.position()));
  }

  /** Above the watermark nothing may be missing before a record. */
  private boolean isNext(RecordView record, boolean isAfterGap) {
    return !isAfterGap || record.generation() - 1 <= watermark;
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
