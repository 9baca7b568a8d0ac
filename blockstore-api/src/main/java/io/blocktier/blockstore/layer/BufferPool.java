package io.blocktier.blockstore.layer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Buffers of one usual size for parts on their way, altogether within a bound. Thread-safe. */
final class BufferPool {

  private final long maxBytes;
  private final int usualBytes;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition returned = lock.newCondition();
  private final Deque<byte[]> idle = new ArrayDeque<>();
  private long bytesInUse;

  BufferPool(long maxBytes, int usualBytes) {
    this.maxBytes = maxBytes;
    this.usualBytes = usualBytes;
  }

  /** Takes a buffer of the usual size or larger if asked for; empty if time runs out. */
  Optional<byte[]> take(int bytes, Duration patience) throws InterruptedException {
    int capacity = Math.max(bytes, usualBytes);
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (bytesInUse + capacity > maxBytes) {
        if (left <= 0) {
          return Optional.empty();
        }
        left = returned.awaitNanos(left);
      }
      bytesInUse += capacity;
      return Optional.of(idleOrNew(capacity));
    } finally {
      lock.unlock();
    }
  }

  /** Takes a buffer back that nobody will touch any more. */
  void giveBack(byte[] buffer) {
    lock.lock();
    try {
      bytesInUse -= buffer.length;
      if (buffer.length == usualBytes) {
        idle.push(buffer);
      }
      returned.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private byte[] idleOrNew(int capacity) {
    if (capacity == usualBytes && !idle.isEmpty()) {
      return idle.pop();
    }
    while (!idle.isEmpty() && bytesInUse + (long) idle.size() * usualBytes > maxBytes) {
      idle.pop();
    }
    return new byte[capacity];
  }
}
