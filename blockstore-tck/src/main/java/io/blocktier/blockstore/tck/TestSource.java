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
  private final int failures;
  private final @Nullable IOException failure;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  private TestSource(
      byte[] bytes,
      long announced,
      int chunk,
      int failAt,
      int failures,
      @Nullable IOException failure) {
    this.bytes = bytes;
    this.announced = announced;
    this.chunk = chunk;
    this.failAt = failAt;
    this.failures = failures;
    this.failure = failure;
  }

  static TestSource of(byte[] bytes) {
    return new TestSource(bytes, bytes.length, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, null);
  }

  TestSource announcing(long length) {
    return new TestSource(bytes, length, chunk, failAt, failures, failure);
  }

  TestSource dripping() {
    return new TestSource(bytes, announced, 1, failAt, failures, failure);
  }

  TestSource failingAt(int offset, IOException e) {
    return new TestSource(bytes, announced, chunk, offset, Integer.MAX_VALUE, e);
  }

  /** Breaks the first time it is read, and never again. */
  TestSource failingOnceAt(int offset, IOException e) {
    return new TestSource(bytes, announced, chunk, offset, 1, e);
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
    open.incrementAndGet();
    return new Stream(opened.incrementAndGet() <= failures ? failAt : Integer.MAX_VALUE);
  }

  private final class Stream extends FilterInputStream {

    private final int breaksAt;
    private int position;
    private boolean closed;

    Stream(int breaksAt) {
      super(new ByteArrayInputStream(bytes));
      this.breaksAt = breaksAt;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (failure != null && position >= breaksAt) {
        throw failure;
      }
      int most = Math.min(Math.min(length, chunk), breaksAt - position);
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
