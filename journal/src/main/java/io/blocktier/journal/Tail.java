package io.blocktier.journal;

import io.blocktier.blockstore.spi.DiskFile;
import java.io.EOFException;
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
   * Reads all heads. What no watermark covers is handed over in this order, so that no power cut
   * takes it back: after a crash of the process alone, the page cache has it and the disk may not.
   *
   * <ol>
   *   <li>It is written once more, as it is, behind the header of the file. Where the process
   *       before had met a force that failed, the system takes its pages for clean, and a force
   *       alone would write nothing.
   *   <li>The file is forced.
   *   <li>What is still there is handed over: only what is found now is on the disk, whatever the
   *       page cache had before it was written.
   * </ol>
   *
   * @return the watermark
   */
  long handOver(JournalId journal, OptionalLong clean) throws IOException {
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
    handOverWhole(journal);
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
  private void handOverWhole(JournalId journal) throws IOException {
    int end = handedOver;
    while (end < pending.size() && counts(show(end), afterGaps.get(end))) {
      end++;
    }
    if (end > handedOver) {
      makeDurable(handedOver, end - 1);
      handOverWhatIsThere(SegmentScan.inPlace(found, journal), end);
    }
  }

  private void handOverWhatIsThere(SegmentScan scan, int end) throws IOException {
    while (handedOver < end && scan.next()) {
      RecordView expected = next();
      if (scan.last() < expected.generation()) {
        continue;
      }
      if (!scan.record().position().equals(expected.position())
          || !counts(expected, afterGaps.get(handedOver))) {
        return;
      }
      take();
    }
  }

  private void makeDurable(int first, int last) throws IOException {
    RecordView begin = show(first);
    int from = begin.payloadOffset() - begin.length();
    RecordView end = show(last);
    int to = end.payloadOffset() - end.length() + (int) end.recordBytes();
    writeAgain(0, SegmentHeader.BYTES);
    writeAgain(from, to);
    found.file().disk().force();
  }

  private void writeAgain(int from, int to) throws IOException {
    DiskFile file = found.file().disk();
    for (int at = from; at < to; at += chunk.limit()) {
      read(at, Math.min(CHUNK_BYTES, to - at));
      file.write(new ByteBuffer[] {chunk}, at);
    }
  }

  private void read(int at, int length) throws IOException {
    DiskFile file = found.file().disk();
    chunk.clear().limit(length);
    while (chunk.hasRemaining()) {
      if (file.read(chunk, at + chunk.position()) <= 0) {
        throw new EOFException(found.file().path() + " ends before a record that was read");
      }
    }
    chunk.flip();
  }

  private RecordView show(int place) {
    pending.show(place, record);
    return record;
  }

  private RecordView next() {
    return show(handedOver);
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
