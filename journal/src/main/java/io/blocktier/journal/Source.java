package io.blocktier.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a payload can be read.
 *
 * @param position where it is, or will be
 * @param pending the record that is not durable yet, or null
 * @param file the file of the segment; null where nothing was written yet
 */
record Source(Position position, @Nullable Pending pending, @Nullable SegmentFile file) {

  /** Tells whether nothing has moved, become durable or been given up between two looks. */
  @SuppressWarnings(
      "ReferenceEquality") // a record and a file are what they are, not what they hold
  boolean isSame(Source other) {
    return pending == other.pending && file == other.file && position.equals(other.position);
  }

  /** Reads from a byte of the payload on; returns how many bytes. */
  int read(int offset, ByteBuffer target) throws IOException {
    int length = Math.min(target.remaining(), Math.max(position.length() - offset, 0));
    int limit = target.limit();
    target.limit(target.position() + length);
    try {
      if (pending == null) {
        readFile(target, position.offset() + offset);
      } else {
        copy(pending, offset, target);
      }
    } finally {
      target.limit(limit);
    }
    return length;
  }

  private static void copy(Pending pending, int offset, ByteBuffer target) {
    int skip = offset;
    for (ByteBuffer slice : pending.payload()) {
      int from = Math.min(skip, slice.remaining());
      int length = Math.min(slice.remaining() - from, target.remaining());
      target.put(
          slice
              .duplicate()
              .position(slice.position() + from)
              .limit(slice.position() + from + length));
      skip -= from;
    }
  }

  private void readFile(ByteBuffer target, int at) throws IOException {
    if (target.hasRemaining()) {
      written().disk().read(target, at);
      checkFull(target);
    }
  }

  private SegmentFile written() throws EOFException {
    if (file == null) {
      throw new EOFException("segment " + position.segment() + " was given up unwritten");
    }
    return file;
  }

  private void checkFull(ByteBuffer target) throws EOFException {
    if (target.hasRemaining()) {
      throw new EOFException(position + " lies behind the end of its file");
    }
  }

  /** Returns what is kept beside the payload, and a copy of the payload. */
  Stored whole(JournalId journal) throws IOException {
    if (pending == null) {
      return AttributesReader.whole(written(), position, journal);
    }
    ByteBuffer payload = ByteBuffer.allocate(position.length());
    copy(pending, 0, payload);
    return new Stored(pending.head().attributes(), payload.flip());
  }

  /** Returns what is kept beside the payload. */
  byte[] attributes(JournalId journal) throws IOException {
    return pending == null
        ? AttributesReader.read(written(), position, journal)
        : pending.head().attributes();
  }
}
