package io.blocktier.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds a head from its payload, and reads both together. */
final class AttributesReader {

  /** Enough for the head of most records. */
  private static final int GUESS_BYTES = 512;

  private AttributesReader() {}

  static byte[] read(SegmentFile file, Position position, JournalId journal) throws IOException {
    return attributes(file, position, journal, around(file, position, guess(position), 0));
  }

  /** Reads the payload together with its head. */
  static Stored whole(SegmentFile file, Position position, JournalId journal) throws IOException {
    int guess = guess(position);
    ByteBuffer bytes = around(file, position, guess, position.length());
    ByteBuffer payload = bytes.slice(guess, position.length());
    return new Stored(attributes(file, position, journal, bytes.limit(guess)), payload);
  }

  /**
   * Finds the attributes.
   *
   * @param before what lies before the payload, as far as it was read
   */
  private static byte[] attributes(
      SegmentFile file, Position position, JournalId journal, ByteBuffer before)
      throws IOException {
    int length = before.getInt(before.limit() - Head.LENGTH_BYTES);
    if (length < Head.FIXED_BYTES || length > Math.min(Head.MAX_BYTES, room(position))) {
      throw damaged(file, position);
    }
    ByteBuffer head =
        length <= before.limit()
            ? before.position(before.limit() - length)
            : around(file, position, length, 0);
    RecordView found = new HeadCodec(journal).read(head);
    if (found == null || found.segment() != position.segment()) {
      throw damaged(file, position);
    }
    return found.attributes();
  }

  private static int guess(Position position) {
    return Math.min(GUESS_BYTES, room(position));
  }

  /** How much can lie before the payload in its segment. */
  private static int room(Position position) {
    return position.offset() - SegmentHeader.BYTES;
  }

  /** Reads so many bytes before the payload, and so many of it. */
  private static ByteBuffer around(SegmentFile file, Position position, int before, int payload)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(before + payload);
    if (before < Head.LENGTH_BYTES
        || file.disk().read(bytes, position.offset() - before) < before + payload) {
      throw new EOFException(position + " lies outside of " + file.path());
    }
    return bytes.flip();
  }

  private static IOException damaged(SegmentFile file, Position position) {
    return new IOException(file.path() + ": the head before " + position + " is damaged");
  }
}
