package io.blocktier.gateway.payload;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A checksum that another task computes while the reader goes on, of copies of the bytes. Nobody
 * waits for that task: when it is behind, or never runs, the reader does the work itself. An
 * abandoned lane leaves nothing behind once its few buffers are through. Thread-safe towards its
 * own task only.
 */
final class ChecksumLane implements RunningChecksum {

  private static final int MAX_BUFFERS = 4;
  private static final int BUFFER_BYTES = 64 << 10;

  private final RunningChecksum checksum;
  private final Executor executor;
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(MAX_BUFFERS);
  private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();
  private final Lock lock = new ReentrantLock();
  private final AtomicBoolean running = new AtomicBoolean();

  /** Some of the bytes. */
  private static final class Piece {
    private final byte[] buffer;
    private final int length;

    Piece(byte[] buffer, int length) {
      this.buffer = buffer;
      this.length = length;
    }
  }

  ChecksumLane(RunningChecksum checksum, Executor executor) {
    this.checksum = checksum;
    this.executor = executor;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    for (int at = 0; at < length; at += BUFFER_BYTES) {
      hand(bytes, offset + at, Math.min(BUFFER_BYTES, length - at));
    }
  }

  @Override
  public byte[] finish() {
    workOnAll();
    lock.lock();
    try {
      return checksum.finish();
    } finally {
      lock.unlock();
    }
  }

  private void hand(byte[] bytes, int offset, int length) {
    byte[] buffer = buffer();
    System.arraycopy(bytes, offset, buffer, 0, length);
    Piece piece = new Piece(buffer, length);
    while (!pieces.offer(piece)) {
      workOnOne();
    }
    if (running.compareAndSet(false, true)) {
      start();
    }
  }

  private void start() {
    try {
      executor.execute(this::help);
    } catch (RejectedExecutionException e) {
      // Nobody helps, so that the reader does it alone; it does not ask again.
    }
  }

  /** Looks once more after it has said that it stops, as a piece may have come in between. */
  private void help() {
    do {
      workOnAll();
      running.set(false);
    } while (!pieces.isEmpty() && running.compareAndSet(false, true));
  }

  private void workOnAll() {
    boolean worked;
    do {
      worked = workOnOne();
    } while (worked);
  }

  /** Takes pieces under the lock, so that they stay in order whoever takes them. */
  private boolean workOnOne() {
    lock.lock();
    try {
      Piece piece = pieces.poll();
      if (piece == null) {
        return false;
      }
      checksum.update(piece.buffer, 0, piece.length);
      free.add(piece.buffer);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private byte[] buffer() {
    byte[] buffer = free.poll();
    return buffer == null ? new byte[BUFFER_BYTES] : buffer;
  }
}
