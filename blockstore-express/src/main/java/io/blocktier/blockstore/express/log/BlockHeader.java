package io.blocktier.blockstore.express.log;

import java.nio.ByteBuffer;

/**
 * What a block begins with.
 *
 * @param writer who writes the block: drawn at random when the log is opened
 * @param previous the block before this one, 0 if there is none
 * @param previousWriter who wrote that
 * @param previousEnd how many bytes of that belong to the log
 * @param firstIndex the index of this block's first record
 */
record BlockHeader(
    long writer, long previous, long previousWriter, long previousEnd, long firstIndex) {

  static final int BYTES = 48;
  private static final long MAGIC = 0x42544c4f_47763031L; // "BTLOGv01"

  ByteBuffer payload() {
    return ByteBuffer.allocate(BYTES)
        .putLong(MAGIC)
        .putLong(writer)
        .putLong(previous)
        .putLong(previousWriter)
        .putLong(previousEnd)
        .putLong(firstIndex)
        .flip();
  }

  static BlockHeader read(ByteBuffer payload) throws AppendLogException {
    if (payload.remaining() != BYTES || payload.getLong(payload.position()) != MAGIC) {
      throw new AppendLogException.Damaged("a block of the log has a header of another kind");
    }
    ByteBuffer in = payload.duplicate();
    in.getLong();
    return new BlockHeader(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }
}
