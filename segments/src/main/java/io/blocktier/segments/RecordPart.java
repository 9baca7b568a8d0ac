package io.blocktier.segments;

import io.blocktier.blockstore.ByteRange;
import io.blocktier.segments.format.SegmentRecord;
import java.nio.ByteBuffer;

/**
 * A part of the value of a key.
 *
 * @param sequence the place of the record's write in the order of all writes: parts of equal ones
 *     are of one value
 * @param valueBytes how long the whole value is
 * @param bytes the part, from its position to its limit; nobody writes into it
 */
public record RecordPart(long sequence, int valueBytes, ByteBuffer bytes) {

  /** Takes a part of what is in memory, without copying it. */
  static RecordPart of(SegmentRecord record, ByteRange range) {
    ByteBuffer value = record.value();
    int size = value.remaining();
    int length = Math.toIntExact(range.clampedLength(size));
    int from = length == 0 ? 0 : Math.toIntExact(range.offset());
    return new RecordPart(record.sequence(), size, value.slice(value.position() + from, length));
  }
}
