package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.Content;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that counts its openings, and lies about its length or breaks where it is told to. */
final class TestSource {

  private final byte[] bytes;
  private final long announced;
  private final int chunk;
  private final int failAt;
  private final @Nullable IOException failure;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  private TestSource(
      byte[] bytes, long announced, int chunk, int failAt, @Nullable IOException failure) {
    this.bytes = bytes;
    this.announced = announced;
    this.chunk = chunk;
    this.failAt = failAt;
    this.failure = failure;
  }

  static TestSource of(byte[] bytes) {
    return new TestSource(bytes, bytes.length, Integer.MAX_VALUE, Integer.MAX_VALUE, null);
  }

  TestSource announcing(long length) {
    return new TestSource(bytes, length, chunk, failAt, failure);
  }

  TestSource dripping() {
    return new TestSource(bytes, announced, 1, failAt, failure);
  }

  TestSource failingAt(int offset, IOException e) {
    return new TestSource(bytes, announced, chunk, offset, e);
  }

  Content content() {
    return Content.source(announced, this::stream);
  }

  /** How often it was opened. */
  int opened() {
    return opened.get();
  }

  /** How many streams of it were not closed. */
  int open() {
    return open.get();
  }

  private InputStream stream() {
    opened.incrementAndGet();
    open.incrementAndGet();
    return new Stream();
  }

  private final class Stream extends FilterInputStream {

    private int position;
    private boolean closed;

    Stream() {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (failure != null && position >= failAt) {
        throw failure;
      }
      int most = Math.min(Math.min(length, chunk), failAt - position);
      int count = super.read(target, offset, most);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }
}
