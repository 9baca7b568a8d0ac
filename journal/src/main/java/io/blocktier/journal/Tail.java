package io.blocktier.journal;

import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Hands over what counts of the newest segment. Records up to the watermark were acknowledged, and
 * each record tells the watermark of its time; those above the greatest may have been written in
 * part, and the first that is not whole ends the journal.
 */
final class Tail {

  private static final int CHUNK_BYTES = 256 << 10;

  private final SegmentFiles.Found found;
  private final Taker taker;
  private final RecordView record = new RecordView();
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

  /** Records that no watermark covers so far, behind those that were handed over. */
  private final RecordBatch pending = new RecordBatch();

  private final BitSet afterGaps = new BitSet();
  private int handedOver;
  private long watermark;

  Tail(SegmentFiles.Found found, Taker taker) {
    this.found = found;
    this.taker = taker;
    this.watermark = found.header().previous();
  }

  /** Sees records that count. */
  @FunctionalInterface
  interface Taker {

    /** Sees a record, before which something could not be read where there is a gap. */
    void take(RecordView record, boolean isAfterGap) throws IOException;
  }

  /**
   * Reads all heads. Before that, the file is forced: after a crash of the process alone, what the
   * page cache has is not on the disk yet, and a power cut must not take back what is handed over
   * now.
   *
   * @return the watermark
   */
  long handOver(JournalId journal, OptionalLong clean) throws IOException {
    if (clean.isEmpty()) {
      found.file().disk().force();
    }
    watermark = Math.max(watermark, clean.orElse(0));
    SegmentScan scan = SegmentScan.inPlace(found, journal);
    while (scan.next()) {
      afterGaps.set(pending.size(), scan.isAfterGap());
      pending.add(scan.record());
      if (scan.record().watermark() > watermark || scan.last() <= watermark) {
        watermark = Math.max(watermark, scan.record().watermark());
        handOverAcknowledged();
      }
    }
    handOverWhole();
    return watermark;
  }

  private void handOverAcknowledged() throws IOException {
    while (handedOver < pending.size() && next().generation() <= watermark) {
      take();
    }
    if (handedOver == pending.size()) {
      pending.clear();
      handedOver = 0;
    }
  }

  /** Ends with the first that does not count. */
  private void handOverWhole() throws IOException {
    while (handedOver < pending.size() && counts(next(), afterGaps.get(handedOver))) {
      take();
    }
  }

  private RecordView next() {
    pending.show(handedOver, record);
    return record;
  }

  private void take() throws IOException {
    taker.take(record, afterGaps.get(handedOver));
    handedOver++;
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
