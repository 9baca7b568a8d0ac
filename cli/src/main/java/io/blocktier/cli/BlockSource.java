package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.PreconditionFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One version of a block as content for another store: every time it is opened it is read again,
 * range by range, and always the same version. Holds one range at a time, beside the first.
 */
final class BlockSource {

  private final VersionReader reader;
  private final ByteBuffer head;
  private final int rangeBytes;
  private final LongConsumer counter;
  private volatile boolean replaced;

  /**
   * Takes a block whose beginning was read.
   *
   * @param head the beginning, which nobody changes while this is in use
   * @param counter is told of every byte that the source store delivered
   */
  BlockSource(VersionReader reader, ByteBuffer head, LongConsumer counter) {
    this.reader = reader;
    this.head = head;
    this.rangeBytes = head.capacity();
    this.counter = counter;
    counter.accept(head.remaining());
  }

  Content content() {
    long size = reader.version().size();
    Content content =
        size == head.remaining() ? Content.of(head) : Content.source(size, RangeStream::new);
    Optional<Crc32c> checksum = reader.version().checksum();
    return checksum.isPresent() ? content.withChecksum(checksum.get()) : content;
  }

  /** Tells whether another version was met, which nothing can be done with. */
  boolean replaced() {
    return replaced;
  }

  /** Reads from the head, and then from range to range. */
  private final class RangeStream extends InputStream {

    private ByteBuffer range = head.duplicate();
    private boolean shared = true;
    private long next = range.remaining();

    @Override
    public int read() throws IOException {
      return fill() ? range.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, range.remaining());
      range.get(target, offset, count);
      return count;
    }

    /** Skipped ranges are not read: a part of a large block starts where it starts. */
    @Override
    public long skip(long count) {
      long left = range.remaining() + reader.version().size() - next;
      long skipped = Math.clamp(count, 0, left);
      int within = (int) Math.min(skipped, range.remaining());
      range.position(range.position() + within);
      next += skipped - within;
      return skipped;
    }

    private boolean fill() throws IOException {
      if (range.hasRemaining()) {
        return true;
      }
      if (next >= reader.version().size()) {
        return false;
      }
      range = shared ? ByteBuffer.allocate(rangeBytes) : range;
      shared = false;
      readRange();
      next += range.remaining();
      counter.accept(range.remaining());
      return true;
    }

    private void readRange() throws BlockStoreException {
      try {
        reader.read(next, range);
      } catch (PreconditionFailedException e) {
        replaced = true;
        throw e;
      }
    }
  }
}
