package io.blocktier.cli;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Buffers for the ranges in which blocks travel, used again and again: never more than a bounded
 * number of borrowers' worth. Thread-safe.
 */
final class RangeBuffers {

  /** What the buffers of one transfer take together, however many workers there are. */
  static final int TOTAL_BYTES = 64 << 20;

  private static final int MOST_RANGE_BYTES = 8 << 20;

  private final int bytes;
  private final BlockingQueue<ByteBuffer> idle;

  /**
   * Keeps buffers of a size.
   *
   * @param borrowers how many are in use at the same time, at most
   * @param bytes the size of each
   */
  RangeBuffers(int borrowers, int bytes) {
    this.bytes = bytes;
    this.idle = new ArrayBlockingQueue<>(borrowers);
  }

  /** Returns buffers for so many workers, as large as {@link #TOTAL_BYTES} allows. */
  static RangeBuffers forWorkers(int workers) {
    return new RangeBuffers(workers, Math.min(MOST_RANGE_BYTES, TOTAL_BYTES / workers));
  }

  /** Work with a buffer that is its own until it returns. */
  @FunctionalInterface
  interface Use<T, X extends Exception> {
    T with(ByteBuffer buffer) throws X;
  }

  <T, X extends Exception> T lend(Use<T, X> use) throws X {
    ByteBuffer pooled = idle.poll();
    ByteBuffer buffer = pooled == null ? ByteBuffer.allocateDirect(bytes) : pooled;
    try {
      return use.with(buffer.clear());
    } finally {
      boolean _ = idle.offer(buffer);
    }
  }
}
