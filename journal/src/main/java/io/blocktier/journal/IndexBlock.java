package io.blocktier.journal;

import java.nio.ByteBuffer;

/**
 * Collects the heads of a segment for its end, of one segment after the other. Grows to half a
 * segment at most, where no record has a payload. Not thread-safe.
 */
final class IndexBlock {

  private static final int FIRST_BYTES = 64 << 10;

  private ByteBuffer heads = ByteBuffer.allocate(FIRST_BYTES);

  /** Begins a segment. */
  void clear() {
    heads.clear();
  }

  void add(ByteBuffer head) {
    if (heads.remaining() < head.remaining()) {
      int needed = heads.position() + head.remaining();
      heads = ByteBuffer.allocate(Math.max(needed, 2 * heads.capacity())).put(heads.flip());
    }
    heads.put(head);
  }

  int bytes() {
    return heads.position();
  }

  /** Returns the index block and the footer behind it. */
  ByteBuffer[] end(JournalId journal, long segment, int fileBytes) {
    int offset = offset(fileBytes);
    return new ByteBuffer[] {
      heads.duplicate().flip(), new Footer(segment, offset, bytes()).block(journal)
    };
  }

  int offset(int fileBytes) {
    return fileBytes - Footer.BYTES - bytes();
  }
}
