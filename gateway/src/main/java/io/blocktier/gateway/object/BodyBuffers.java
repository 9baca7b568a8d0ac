package io.blocktier.gateway.object;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Memory for bytes of requests on their way to the store, altogether within a bound. Buffers are
 * used again. Thread-safe.
 */
public final class BodyBuffers {

  private static final int SMALL = 64 << 10;
  private static final int UNIT = 1 << 10;

  private final int wholeBytes;
  private final int partBytes;
  private final Duration patience;
  private final int units;
  private final Semaphore room;
  private final Deque<byte[]> small = new ConcurrentLinkedDeque<>();
  private final Deque<byte[]> whole = new ConcurrentLinkedDeque<>();
  private final Deque<byte[]> parts = new ConcurrentLinkedDeque<>();

  /** A buffer that goes back when it is closed. */
  public final class Lease implements AutoCloseable {

    private final byte[] array;
    private boolean over;

    private Lease(byte[] array) {
      this.array = array;
    }

    /** Returns the buffer, which may be larger than what was asked for, and hold anything. */
    public byte[] array() {
      return array;
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        idle(array.length).push(array);
        room.release(array.length / UNIT);
      }
    }
  }

  /**
   * Bounds the memory.
   *
   * @param maxBytes of all buffers in use together
   * @param wholeBytes the largest body that is taken as a whole
   * @param partBytes how much of a larger body is taken at a time
   * @param patience how long a request waits for room
   */
  public BodyBuffers(long maxBytes, int wholeBytes, int partBytes, Duration patience) {
    this.wholeBytes = roundUp(Math.max(wholeBytes, SMALL));
    this.partBytes = roundUp(Math.max(partBytes, this.wholeBytes));
    this.patience = patience;
    this.units = (int) Math.min(Math.max(maxBytes, this.partBytes) / UNIT, Integer.MAX_VALUE);
    this.room = new Semaphore(units, true);
  }

  /** Returns how many bytes the buffers in use take. */
  public long usedBytes() {
    return (long) (units - room.availablePermits()) * UNIT;
  }

  /** Returns the largest body that is taken as a whole. */
  public int wholeBytes() {
    return wholeBytes;
  }

  /** Returns how much of a larger body is taken at a time. */
  public int partBytes() {
    return partBytes;
  }

  /**
   * Waits for a buffer.
   *
   * @param bytes how much has to fit, up to {@link #partBytes()}
   * @throws S3Exception {@code SlowDown} if there is no room in time
   */
  public Lease lease(long bytes) throws S3Exception {
    int size = bytes <= SMALL ? SMALL : bytes <= wholeBytes ? wholeBytes : partBytes;
    try {
      if (!room.tryAcquire(size / UNIT, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new S3Exception(S3ErrorCode.SLOW_DOWN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
    }
    byte[] used = idle(size).poll();
    return new Lease(used == null ? new byte[size] : used);
  }

  private Deque<byte[]> idle(int size) {
    return size == SMALL ? small : size == wholeBytes ? whole : parts;
  }

  private static int roundUp(int bytes) {
    return (bytes + UNIT - 1) / UNIT * UNIT;
  }
}
