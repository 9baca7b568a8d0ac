package io.blocktier.blockstore.local;

import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A bounded pool of buffers that O_DIRECT accepts. Memory is taken when it is first needed. */
final class AlignedBuffers {

  /** What O_DIRECT aligns to on every file system in use. */
  static final int ALIGNMENT = 4096;

  private final int bufferBytes;
  private final Patience patience;
  private final Semaphore permits;
  private final BlockingQueue<ByteBuffer> idle;

  AlignedBuffers(int count, int bufferBytes, Patience patience) {
    this.bufferBytes = bufferBytes;
    this.patience = patience;
    this.permits = new Semaphore(count, true);
    this.idle = new ArrayBlockingQueue<>(count);
  }

  /**
   * Makes a pool. Reads have another than writes: the content of a write may come from a read,
   * which must not wait for what the write holds.
   */
  static AlignedBuffers of(LocalOptions options, Ticker ticker) {
    Patience patience = new Patience(options.patience(), ticker);
    return new AlignedBuffers(options.directBuffers(), options.directBufferBytes(), patience);
  }

  /** A buffer that is lent; closing returns it. */
  final class Loan implements AutoCloseable {
    private final ByteBuffer buffer;

    private Loan(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    ByteBuffer buffer() {
      return buffer;
    }

    @Override
    public void close() {
      idle.add(buffer.clear());
      permits.release();
    }
  }

  /** All buffers were lent out for too long. */
  static final class ExhaustedException extends IOException {
    private static final long serialVersionUID = 1L;

    ExhaustedException(Duration waited) {
      super("no buffer for direct I/O became free within " + waited.toMillis() + " ms");
    }
  }

  /** Lends an empty buffer. */
  Loan take() throws IOException {
    Duration left = patience.left();
    try {
      if (!permits.tryAcquire(left.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new ExhaustedException(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a buffer");
    }
    ByteBuffer buffer = idle.poll();
    return new Loan(buffer == null ? allocate() : buffer);
  }

  private ByteBuffer allocate() {
    boolean allocated = false;
    try {
      ByteBuffer memory = ByteBuffer.allocateDirect(bufferBytes + ALIGNMENT);
      allocated = true;
      return memory.alignedSlice(ALIGNMENT).slice(0, bufferBytes);
    } finally {
      if (!allocated) {
        permits.release();
      }
    }
  }

  static long roundDown(long bytes) {
    return bytes & -ALIGNMENT;
  }

  static int roundUp(int bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
