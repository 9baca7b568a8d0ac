package io.blocktier.gateway.object;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Direct buffers for bytes on their way to clients, of one size and number. Thread-safe. */
public final class ReadBuffers {

  private final int count;
  private final int bytes;
  private final Duration patience;
  private final Semaphore free;
  private final Deque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

  /**
   * Bounds the memory.
   *
   * @param count how many answers may be under way that have a body of an object
   * @param bytes of each buffer
   * @param patience how long a request waits for one
   */
  public ReadBuffers(int count, int bytes, Duration patience) {
    this.count = count;
    this.bytes = bytes;
    this.patience = patience;
    this.free = new Semaphore(count, true);
  }

  /** Returns how many are in use. */
  public int used() {
    return count - free.availablePermits();
  }

  /** Returns the size of each buffer. */
  int bytes() {
    return bytes;
  }

  /** Waits for a buffer, which is empty and has all its room. */
  ByteBuffer take() throws S3Exception {
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new S3Exception(S3ErrorCode.SLOW_DOWN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
    }
    ByteBuffer used = idle.poll();
    return used == null ? ByteBuffer.allocateDirect(bytes) : used.clear();
  }

  /** Takes a buffer back that nobody will touch any more. */
  void giveBack(ByteBuffer buffer) {
    idle.push(buffer);
    free.release();
  }
}
