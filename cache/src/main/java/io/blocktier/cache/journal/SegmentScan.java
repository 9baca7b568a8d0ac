package io.blocktier.cache.journal;

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
  private final RecordView record = new RecordView();
  private int offset = SegmentHeader.BYTES;
  private int indexOffset;
  private long last;
  private boolean first = true;
  private boolean afterGap;

  private SegmentScan(
      SegmentFiles.Found found, JournalId journal, Window window, int limit, int indexOffset) {
    this.window = window;
    this.codec = new HeadCodec(journal);
    this.segment = found.header().segment();
    this.last = found.header().previous();
    this.limit = limit;
    this.indexOffset = indexOffset;
  }

  /** A scan that reads the heads where the records are. */
  static SegmentScan inPlace(SegmentFiles.Found found, JournalId journal) {
    Window window = new Window(found.file().disk());
    return new SegmentScan(found, journal, window, found.file().bytes(), NO_INDEX);
  }

  /** A scan that reads the heads in the index block, as long as there is one that fits. */
  static SegmentScan byIndex(SegmentFiles.Found found, JournalId journal) throws IOException {
    Window window = new Window(found.file().disk());
    int bytes = found.file().bytes();
    ByteBuffer end = window.view(Math.max(bytes - Footer.BYTES, 0), Footer.BYTES);
    Footer footer =
        end == null ? null : Footer.read(journal, found.header().segment(), bytes, end.slice());
    int index = footer == null ? NO_INDEX : footer.indexOffset();
    return new SegmentScan(found, journal, window, bytes, index);
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
    afterGap = !(isInIndex() || (isAt(offset, offset) && follows()));
    return afterGap ? search() : found(offset);
  }

  /** Looks for the next head behind one that does not fit. */
  private boolean search() throws IOException {
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

  private boolean isInIndex() throws IOException {
    if (indexOffset == NO_INDEX) {
      return false;
    }
    if (!isAt(indexOffset, offset) || !follows()) {
      indexOffset = NO_INDEX;
      return false;
    }
    indexOffset += record.length();
    return true;
  }

  private boolean follows() {
    return first ? record.generation() > last : record.generation() == last + 1;
  }

  /** Tells whether the head of a record of this segment that begins at an offset is at another. */
  private boolean isAt(int at, int begin) throws IOException {
    ByteBuffer fixed = window.view(at, Head.FIXED_BYTES);
    int length = fixed == null ? HeadCodec.NONE : HeadCodec.length(fixed);
    ByteBuffer head = length == HeadCodec.NONE ? null : window.view(at, length);
    if (head == null || !codec.holds(head, length)) {
      return false;
    }
    record.show(head.array(), head.arrayOffset() + head.position(), begin + length);
    return record.segment() == segment && begin + record.recordBytes() <= limit;
  }
}
