package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.StoreClosedException;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a store in memory, by key, within a bound of bytes. Whatever changes them does so
 * in one step that no reader sees half of; a step that fails must not have changed anything.
 */
final class MemoryShelf {

  /** A look at the blocks or a change to them, under the lock. */
  @FunctionalInterface
  interface Step<T extends @Nullable Object> {
    T run() throws BlockStoreException;
  }

  private final Object store;
  private final long maxBytes;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final NavigableMap<String, MemoryBlock> blocks = new TreeMap<>(KeyOrder.UTF8);
  private long usedBytes;
  private boolean closed;

  MemoryShelf(Object store, long maxBytes) {
    this.store = store;
    this.maxBytes = maxBytes;
  }

  <T extends @Nullable Object> T looking(Operation operation, Step<T> step)
      throws BlockStoreException {
    return under(lock.readLock(), operation, step);
  }

  <T extends @Nullable Object> T changing(Operation operation, Step<T> step)
      throws BlockStoreException {
    return under(lock.writeLock(), operation, step);
  }

  /** The blocks, for use within a step that does not change them. */
  NavigableMap<String, MemoryBlock> blocks() {
    return blocks;
  }

  @Nullable MemoryBlock find(BlockKey key) {
    return blocks.get(key.value());
  }

  /** Replaces a block within a changing step; {@code freed} bytes elsewhere go at the same time. */
  void put(Operation operation, MemoryBlock block, long freed) throws OutOfSpaceException {
    BlockKey key = block.stat().key();
    MemoryBlock old = find(key);
    reserve(operation, key, block.bytes().size() - freed - (old == null ? 0 : old.bytes().size()));
    blocks.put(key.value(), block);
  }

  boolean remove(BlockKey key) {
    MemoryBlock old = blocks.remove(key.value());
    usedBytes -= old == null ? 0 : old.bytes().size();
    return old != null;
  }

  /** Takes room within a changing step, or gives it back where the number is negative. */
  void reserve(Operation operation, BlockKey key, long bytes) throws OutOfSpaceException {
    if (bytes > maxBytes - usedBytes) {
      String detail =
          bytes + " more bytes do not fit: " + usedBytes + " of " + maxBytes + " are used";
      throw new OutOfSpaceException(
          Failure.of(store, operation, key, detail).remedy("delete blocks or raise max_bytes"));
    }
    usedBytes += bytes;
  }

  /** Gives back the room that a step tells, also after the store was closed. */
  void release(LongSupplier step) {
    lock.writeLock().lock();
    try {
      usedBytes -= step.getAsLong();
    } finally {
      lock.writeLock().unlock();
    }
  }

  long usedBytes() {
    return usedBytes;
  }

  void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      blocks.clear();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private <T extends @Nullable Object> T under(Lock held, Operation operation, Step<T> step)
      throws BlockStoreException {
    held.lock();
    try {
      if (closed) {
        throw new StoreClosedException(
            Failure.of(store, operation, "the store is closed").remedy("open it again"));
      }
      return step.run();
    } finally {
      held.unlock();
    }
  }
}
