package io.blocktier.journal.disk;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Buffers into which tasks read: a call that hangs must not write into what its caller took back.
 */
final class ReadBuffers {

  static final int BUFFER_BYTES = 256 << 10;

  private final BlockingQueue<ByteBuffer> idle = new ArrayBlockingQueue<>(DiskThreads.MAX_THREADS);

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
