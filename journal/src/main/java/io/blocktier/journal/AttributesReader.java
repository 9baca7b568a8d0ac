package io.blocktier.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds a head from its payload. */
final class AttributesReader {

  /** Enough for the head of most records. */
  private static final int GUESS_BYTES = 1024;

  private AttributesReader() {}

  static byte[] read(SegmentFile file, Position position, JournalId journal) throws IOException {
    int room = position.offset() - SegmentHeader.BYTES;
    ByteBuffer bytes = before(file, position, Math.min(GUESS_BYTES, room));
    int length = bytes.getInt(bytes.limit() - Head.LENGTH_BYTES);
    if (length < Head.FIXED_BYTES || length > Math.min(Head.MAX_BYTES, room)) {
      throw damaged(file, position);
    }
    ByteBuffer head =
        length <= bytes.limit()
            ? bytes.position(bytes.limit() - length)
            : before(file, position, length);
    RecordView found = new HeadCodec(journal).read(head);
    if (found == null || found.segment() != position.segment()) {
      throw damaged(file, position);
    }
    return found.attributes();
  }

  private static ByteBuffer before(SegmentFile file, Position position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    if (length < Head.LENGTH_BYTES
        || file.disk().read(bytes, position.offset() - length) < length) {
      throw new EOFException(position + " lies outside of " + file.path());
    }
    return bytes.flip();
  }

  private static IOException damaged(SegmentFile file, Position position) {
    return new IOException(file.path() + ": the head before " + position + " is damaged");
  }
}
