package io.blocktier.gateway.object;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Memory for bytes of requests on their way to the store, altogether within a bound: what waits to
 * be used again counts, too. Thread-safe.
 */
public final class BodyBuffers {

  private static final int UNIT = 1 << 10;
  private static final int SMALLEST = 64 << 10;

  private final int wholeBytes;
  private final int partBytes;
  private final Duration patience;
  private final int units;
  private final Semaphore room;
  private final List<Shelf> shelves;
  private final AtomicLong idleUnits = new AtomicLong();

  /** Buffers of one size that wait to be used again. */
  private record Shelf(int bytes, Deque<byte[]> idle) {}

  /** A buffer that goes back when it is closed. */
  public final class Lease implements AutoCloseable {

    private final Shelf shelf;
    private final byte[] array;
    private boolean over;

    private Lease(Shelf shelf, byte[] array) {
      this.shelf = shelf;
      this.array = array;
    }

    /** Returns the buffer, which may be larger than what was asked for, and hold anything. */
    public byte[] array() {
      return array;
    }

    /** Idle before it is no longer in use, so that it is counted at any time. */
    @Override
    public void close() {
      if (!over) {
        over = true;
        idleUnits.addAndGet(array.length / UNIT);
        shelf.idle.push(array);
        room.release(array.length / UNIT);
      }
    }
  }

  /**
   * Bounds the memory.
   *
   * @param maxBytes of all buffers together
   * @param wholeBytes the largest body that is taken as a whole
   * @param partBytes how much of a larger body is taken at a time
   * @param patience how long a request waits for room
   */
  public BodyBuffers(long maxBytes, int wholeBytes, int partBytes, Duration patience) {
    this.wholeBytes = roundUp(Math.max(wholeBytes, SMALLEST));
    this.partBytes = roundUp(Math.max(partBytes, this.wholeBytes));
    this.patience = patience;
    this.units = (int) Math.min(Math.max(maxBytes, this.partBytes) / UNIT, Integer.MAX_VALUE);
    this.room = new Semaphore(units, true);
    this.shelves = shelves(this.partBytes);
  }

  /** Each twice as large as the one before, so that a buffer is half full at least. */
  private static List<Shelf> shelves(int largest) {
    List<Shelf> shelves = new ArrayList<>();
    for (long size = SMALLEST; size < largest; size *= 2) {
      shelves.add(new Shelf((int) size, new ConcurrentLinkedDeque<>()));
    }
    shelves.add(new Shelf(largest, new ConcurrentLinkedDeque<>()));
    return List.copyOf(shelves);
  }

  /** Returns how many bytes the buffers in use take. */
  public long usedBytes() {
    return (long) (units - room.availablePermits()) * UNIT;
  }

  /** Returns how many bytes wait to be used again. */
  long idleBytes() {
    return idleUnits.get() * UNIT;
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
    Shelf shelf = shelf(bytes);
    try {
      if (!room.tryAcquire(shelf.bytes / UNIT, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new S3Exception(S3ErrorCode.SLOW_DOWN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
    }
    boolean leased = false;
    try {
      byte[] used = take(shelf);
      Lease lease = new Lease(shelf, used == null ? allocate(shelf) : used);
      leased = true;
      return lease;
    } finally {
      if (!leased) {
        room.release(shelf.bytes / UNIT); // the heap had no place for it
      }
    }
  }

  private Shelf shelf(long bytes) {
    for (Shelf shelf : shelves) {
      if (bytes <= shelf.bytes) {
        return shelf;
      }
    }
    throw new IllegalArgumentException(bytes + " bytes, where a buffer has " + partBytes);
  }

  private byte @Nullable [] take(Shelf shelf) {
    byte[] used = shelf.idle.poll();
    if (used != null) {
      idleUnits.addAndGet(-used.length / UNIT);
    }
    return used;
  }

  /** Room was acquired for it, but buffers of other sizes may lie there. */
  private byte[] allocate(Shelf wanted) {
    for (Shelf shelf : shelves) {
      while (isOverfull() && take(shelf) != null) {}
    }
    return new byte[wanted.bytes];
  }

  private boolean isOverfull() {
    return idleUnits.get() > room.availablePermits();
  }

  private static int roundUp(int bytes) {
    return (bytes + UNIT - 1) / UNIT * UNIT;
  }
}
