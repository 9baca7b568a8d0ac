package io.blocktier.cache.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
  private int offset = SegmentHeader.BYTES;
  private int indexOffset;
  private long last;
  private boolean first = true;

  private SegmentScan(
      SegmentFiles.Found found, JournalId journal, Window window, int limit, int indexOffset) {
    this.window = window;
    this.codec = new HeadCodec(journal);
    this.segment = found.header().segment();
    this.last = found.header().previous();
    this.limit = limit;
    this.indexOffset = indexOffset;
  }

  /** A scan that reads the heads where the records are, up to an offset. */
  static SegmentScan inPlace(SegmentFiles.Found found, JournalId journal, int limit) {
    return new SegmentScan(found, journal, new Window(found.file().disk()), limit, NO_INDEX);
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

  /**
   * A record that was found.
   *
   * @param offset where it begins
   * @param afterGap whether something before it could not be read
   */
  record Hit(HeadCodec.Stamped stamped, int offset, boolean afterGap) {

    long generation() {
      return stamped.generation();
    }

    Position position() {
      return stamped.head().position(stamped.segment(), offset);
    }
  }

  /** Returns the generation of the record that was found last. */
  long last() {
    return last;
  }

  /** Returns where that record ends. */
  int end() {
    return offset;
  }

  @Nullable Hit next() throws IOException {
    HeadCodec.Stamped here = inIndex();
    if (here == null) {
      here = at(offset, offset);
      here = here == null || !follows(here) ? null : here;
    }
    return here == null ? search() : found(here, offset, false);
  }

  /** Looks for the next head behind one that does not fit. */
  private @Nullable Hit search() throws IOException {
    for (int at = offset + STEP; ; at += STEP) {
      at = (int) window.find(HeadCodec.MAGIC, at, STEP, limit);
      HeadCodec.Stamped there = at < limit ? at(at, at) : null;
      if (there != null && there.generation() > last) {
        return found(there, at, true);
      }
      if (at >= limit) {
        return null;
      }
    }
  }

  private Hit found(HeadCodec.Stamped stamped, int at, boolean afterGap) {
    last = stamped.generation();
    first = false;
    offset = at + stamped.head().recordBytes();
    return new Hit(stamped, at, afterGap);
  }

  private HeadCodec.@Nullable Stamped inIndex() throws IOException {
    if (indexOffset == NO_INDEX) {
      return null;
    }
    HeadCodec.Stamped head = at(indexOffset, offset);
    if (head == null || !follows(head)) {
      indexOffset = NO_INDEX;
      return null;
    }
    indexOffset += head.head().bytes();
    return head;
  }

  private boolean follows(HeadCodec.Stamped head) {
    return first ? head.generation() > last : head.generation() == last + 1;
  }

  /** Reads the head at one offset of a record of this segment that begins at another, or null. */
  private HeadCodec.@Nullable Stamped at(int at, int record) throws IOException {
    ByteBuffer fixed = window.view(at, Head.FIXED_BYTES);
    int length = fixed == null ? HeadCodec.NONE : HeadCodec.length(fixed);
    ByteBuffer bytes = length == HeadCodec.NONE ? null : window.view(at, length);
    HeadCodec.Stamped head = bytes == null ? null : codec.read(bytes);
    return head != null
            && head.segment() == segment
            && record + (long) head.head().recordBytes() <= limit
        ? head
        : null;
  }
}
