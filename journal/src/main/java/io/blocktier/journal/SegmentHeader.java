package io.blocktier.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first block of a segment's file: what the file holds now.
 *
 * @param segment the segment, or {@link #FREE}
 * @param previous the greatest generation that counts in the segments before; what is greater there
 *     was given up
 * @param oldestLive segments with smaller numbers were released
 * @param fileBytes the size of the file
 */
record SegmentHeader(long segment, long previous, long oldestLive, int fileBytes) {

  /** The bytes that are kept for it; it needs fewer than a sector, which a disk does not tear. */
  static final int BYTES = 4096;

  static final long FREE = 0;

  private static final long MAGIC = 0x42544A5345474D54L; // BTJSEGMT
  private static final int VERSION = 1;
  private static final int CRC_AT = 44;
  private static final int MIN_FILE_BYTES = 2 * BYTES;

  static SegmentHeader free(long oldestLive, int fileBytes) {
    return new SegmentHeader(FREE, 0, oldestLive, fileBytes);
  }

  boolean isFree() {
    return segment == FREE;
  }

  /** Writes the header and the zeros behind it at the position of a buffer. */
  void write(JournalId journal, ByteBuffer target) {
    int start = target.position();
    target.putLong(MAGIC).putInt(VERSION).putInt(fileBytes);
    target.putLong(segment).putLong(previous).putLong(oldestLive).putInt(0);
    target.putInt(journal.checksum(target, start, start + CRC_AT));
    target.put(new byte[BYTES - (target.position() - start)]);
  }

  /** Returns the header block. */
  ByteBuffer block(JournalId journal) {
    ByteBuffer block = ByteBuffer.allocate(BYTES);
    write(journal, block);
    return block.flip();
  }

  /** Reads a header, or null where the block is none of this journal or is damaged. */
  static @Nullable SegmentHeader read(JournalId journal, ByteBuffer block) {
    if (block.remaining() < BYTES
        || block.getInt(CRC_AT) != journal.checksum(block, 0, CRC_AT)
        || block.getLong() != MAGIC
        || block.getInt() != VERSION) {
      return null;
    }
    int fileBytes = block.getInt();
    SegmentHeader header =
        new SegmentHeader(block.getLong(), block.getLong(), block.getLong(), fileBytes);
    return fileBytes < MIN_FILE_BYTES || header.segment < 0 ? null : header;
  }
}
