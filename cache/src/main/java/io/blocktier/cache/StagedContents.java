package io.blocktier.cache;

import io.blocktier.blockstore.Content;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Log;
import io.blocktier.journal.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * The bytes of staged versions, to be read as often as a store likes. They are verified before the
 * last of them is handed over: not every store looks at the checksum that comes with them.
 */
final class StagedContents {

  private final Log log;

  StagedContents(Log log) {
    this.log = log;
  }

  Reading of(IndexEntry entry) {
    return new Reading(entry.position());
  }

  /** The bytes of one version, and whether the journal could always read them. */
  final class Reading {

    private final Position position;
    private volatile boolean failed;
    private volatile boolean damaged;

    private Reading(Position position) {
      this.position = position;
    }

    Content content() {
      return Content.source(position.length(), () -> new Bytes(this));
    }

    /** A store that could not read the bytes calls the request invalid, which it is not. */
    boolean hasFailed() {
      return failed;
    }

    /** Tells whether the journal has other bytes than were written. */
    boolean isDamaged() {
      return damaged;
    }

    private void requireWritten(CRC32C seen) throws DamagedBytesException {
      if ((int) seen.getValue() != position.crc32c()) {
        damaged = true;
        throw new DamagedBytesException("the journal's bytes are not those that were written");
      }
    }

    private void read(int offset, ByteBuffer target) throws IOException {
      try {
        log.read(position, offset, target);
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }
  }

  private static final class Bytes extends InputStream {

    private final Reading reading;
    private final CRC32C seen = new CRC32C();
    private int offset;

    Bytes(Reading reading) {
      this.reading = reading;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      Objects.checkFromIndexSize(start, length, target.length);
      int count = Math.min(length, reading.position.length() - offset);
      if (count == 0 && length > 0) {
        return -1;
      }
      reading.read(offset, ByteBuffer.wrap(target, start, count));
      seen.update(target, start, count);
      offset += count;
      if (offset == reading.position.length()) {
        reading.requireWritten(seen);
      }
      return count;
    }
  }
}
