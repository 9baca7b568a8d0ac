package io.blocktier.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a sealed segment: where the index block is, which holds the heads of all records once
 * more, one behind the other.
 *
 * @param segment the segment; a file that was used again still has an older one's
 * @param indexOffset where the index block begins
 * @param indexBytes how long it is; it ends where the footer begins, or before
 */
record Footer(long segment, int indexOffset, int indexBytes) {

  static final int BYTES = 32;

  private static final int MAGIC = 0x42544A46; // BTJF
  private static final int VERSION = 1;
  private static final int CRC_AT = 28;

  ByteBuffer block(JournalId journal) {
    ByteBuffer block = ByteBuffer.allocate(BYTES);
    block.putInt(MAGIC).putInt(VERSION).putLong(segment).putInt(indexOffset).putInt(indexBytes);
    block.putInt(0).putInt(journal.checksum(block, 0, CRC_AT));
    return block.flip();
  }

  /** Reads the footer of a segment, or null where there is none that holds. */
  static @Nullable Footer read(JournalId journal, long segment, int fileBytes, ByteBuffer block) {
    if (block.remaining() < BYTES
        || block.getInt(CRC_AT) != journal.checksum(block, 0, CRC_AT)
        || block.getInt() != MAGIC
        || block.getInt() != VERSION
        || block.getLong() != segment) {
      return null;
    }
    Footer footer = new Footer(segment, block.getInt(), block.getInt());
    return footer.fits(fileBytes) ? footer : null;
  }

  private boolean fits(int fileBytes) {
    return indexOffset >= SegmentHeader.BYTES
        && indexBytes >= 0
        && indexOffset + (long) indexBytes <= fileBytes - BYTES;
  }
}
