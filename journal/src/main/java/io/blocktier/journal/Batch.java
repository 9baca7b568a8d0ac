package io.blocktier.journal;

import java.util.List;

/**
 * Records that are written and forced together. They lie one behind the other in one segment.
 *
 * @param offset where the first one begins
 * @param durable the greatest generation that is durable before
 * @param oldestLive the oldest segment that was not released
 * @param last whether the segment gets no more records
 */
record Batch(
    Segment segment,
    int offset,
    List<Pending> records,
    long durable,
    long oldestLive,
    boolean last) {

  /** Records up to this payload are gathered in one buffer; larger ones are written from theirs. */
  static final int MAX_STAGED_PAYLOAD = 16 << 10;

  /** How much is gathered at most for one write. */
  static final int MAX_STAGED_BYTES = 1 << 20;

  static boolean isStaged(Head head) {
    return head.payloadLength() <= MAX_STAGED_PAYLOAD;
  }

  static int stagedBytes(Head head) {
    return isStaged(head) ? head.recordBytes() : head.recordBytes() - head.payloadLength();
  }

  long first() {
    return records.getFirst().generation();
  }

  long generation() {
    return records.getLast().generation();
  }
}
