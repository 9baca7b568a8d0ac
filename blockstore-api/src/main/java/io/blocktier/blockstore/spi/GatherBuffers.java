package io.blocktier.blockstore.spi;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Buffers in which small pieces come together to one write. The JDK would copy what is not in a
 * direct buffer anyway, and keep a buffer of its size with each thread. Thread-safe.
 */
final class GatherBuffers {

  /** Larger pieces in direct buffers are written from where they are. */
  static final int BUFFER_BYTES = 64 << 10;

  /** How many wait for their next use: one for each of several journals. */
  private static final int MAX_IDLE = 4;

  private final BlockingQueue<ByteBuffer> idle = new ArrayBlockingQueue<>(MAX_IDLE);

  /** Returns an empty buffer. */
  ByteBuffer take() {
    ByteBuffer buffer = idle.poll();
    return buffer == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : buffer;
  }

  /** Takes a buffer back, unless there are enough. */
  void give(ByteBuffer buffer) {
    idle.offer(buffer.clear());
  }
}
