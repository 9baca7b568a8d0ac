package io.blocktier.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds the records of a segment, by their heads, from the first to the last. Where a head does not
 * fit, it looks for the next one that does. Not thread-safe.
 */
final class SegmentScan {

  private static final int STEP = 8;
  private static final int NO_INDEX = -1;

  private final Window window;
  private final HeadCodec codec;
  private final long segment;
  private final int limit;
  private final int indexBytes;
  private final RecordView record = new RecordView();
  private int offset = SegmentHeader.BYTES;
  private int indexOffset;
  private long last;
  private boolean first = true;
  private boolean afterGap;

  private SegmentScan(
      SegmentFiles.Found found, JournalId journal, Window window, int limit, Footer index) {
    this.window = window;
    this.codec = new HeadCodec(journal);
    this.segment = found.header().segment();
    this.last = found.header().previous();
    this.limit = limit;
    this.indexOffset = index.indexOffset();
    this.indexBytes = index.indexBytes();
  }

  /** A scan that reads the heads where the records are. */
  static SegmentScan inPlace(SegmentFiles.Found found, JournalId journal) {
    Window window = new Window(found.file().disk());
    return new SegmentScan(found, journal, window, found.file().bytes(), none(found));
  }

  /** A scan that reads the heads in the index block, as long as there is one that fits. */
  static SegmentScan byIndex(SegmentFiles.Found found, JournalId journal) throws IOException {
    Window window = new Window(found.file().disk());
    int bytes = found.file().bytes();
    ByteBuffer end = window.view(Math.max(bytes - Footer.BYTES, 0), Footer.BYTES);
    Footer footer =
        end == null ? null : Footer.read(journal, found.header().segment(), bytes, end.slice());
    return new SegmentScan(found, journal, window, bytes, footer == null ? none(found) : footer);
  }

  private static Footer none(SegmentFiles.Found found) {
    return new Footer(found.header().segment(), NO_INDEX, 0);
  }

  /** Guesses how many records there are, from the first; 0 without an index. */
  int about() throws IOException {
    boolean isThere = indexOffset != NO_INDEX && isAt(indexOffset, offset);
    return isThere ? indexBytes / record.length() : 0;
  }

  /** Returns the record that was found last; a view that shows the next one after another call. */
  RecordView record() {
    return record;
  }

  /** Tells whether something before that record could not be read. */
  boolean isAfterGap() {
    return afterGap;
  }

  /** Returns the generation of the record that was found last. */
  long last() {
    return last;
  }

  /** Finds the next record; false if there is none. */
  boolean next() throws IOException {
    afterGap = false;
    if (indexOffset == NO_INDEX) {
      return (isAt(offset, offset) && follows()) ? found(offset) : search();
    }
    if (isAt(indexOffset, offset) && follows()) {
      indexOffset += record.length();
      return found(offset);
    }
    indexOffset = NO_INDEX;
    return next();
  }

  /** Looks for the next head behind one that does not fit. */
  private boolean search() throws IOException {
    afterGap = true;
    for (int at = offset + STEP; ; at += STEP) {
      at = (int) window.find(HeadCodec.MAGIC, at, STEP, limit);
      if (at < limit && isAt(at, at) && record.generation() > last) {
        return found(at);
      }
      if (at >= limit) {
        return false;
      }
    }
  }

  private boolean found(int at) {
    last = record.generation();
    first = false;
    offset = at + (int) record.recordBytes();
    return true;
  }

  private boolean follows() {
    return record.generation() == last + 1 || (first && record.generation() > last);
  }

  /** Tells whether the head of a record of this segment that begins at an offset is at another. */
  private boolean isAt(int at, int begin) throws IOException {
    int length =
        window.has(at, Head.FIXED_BYTES)
            ? HeadCodec.length(window.bytes(), window.index(at))
            : HeadCodec.NONE;
    if (length == HeadCodec.NONE
        || !window.has(at, length)
        || !codec.holds(window.bytes(), window.index(at), length)) {
      return false;
    }
    record.show(window.bytes(), window.index(at), begin + length);
    return record.segment() == segment && begin + record.recordBytes() <= limit;
  }
}
