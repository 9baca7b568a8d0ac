package io.blocktier.gateway.object;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Direct buffers for bytes on their way to clients: one for each answer, and some larger ones for
 * those that are long, since each piece is a call of the store. Their number and sizes are fixed.
 * Thread-safe.
 */
public final class ReadBuffers {

  /** How much larger than the others the larger ones are. */
  private static final int LARGER = 4;

  /**
   * How many of the others there are for each of them: together they have a quarter more memory.
   */
  private static final int PER_LARGE = 4 * LARGER;

  private final int count;
  private final int bytes;
  private final Duration patience;
  private final Semaphore free;
  private final Semaphore freeLarge;
  private final Deque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();
  private final Deque<ByteBuffer> idleLarge = new ConcurrentLinkedDeque<>();

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
    this.freeLarge = new Semaphore(count / PER_LARGE);
  }

  /** Returns how many are in use. */
  public int used() {
    return count - free.availablePermits();
  }

  /** Returns the size of each buffer but the larger ones. */
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

  /** Takes one of the larger buffers, if there is one that nobody uses. */
  Optional<ByteBuffer> takeLarge() {
    if (bytes > Integer.MAX_VALUE / LARGER || !freeLarge.tryAcquire()) {
      return Optional.empty();
    }
    ByteBuffer used = idleLarge.poll();
    return Optional.of(used == null ? ByteBuffer.allocateDirect(bytes * LARGER) : used.clear());
  }

  /** Takes one of the larger buffers back. */
  void giveLargeBack(ByteBuffer buffer) {
    idleLarge.push(buffer);
    freeLarge.release();
  }
}
