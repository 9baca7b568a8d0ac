package io.blocktier.blockstore.spi;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows which pages of a file the kernel has in memory. The file is mapped for that, and the
 * mapping never touched: asking costs a system call and no page. Thread-safe.
 */
final class PageCacheView implements AutoCloseable {

  private final @Nullable FileChannel channel;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable Mapping mapping;
  private boolean closed;

  /** Looks at the file of a channel, which outlives this; without one, at none. */
  PageCacheView(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** The file as large as it was when it was mapped. */
  private record Mapping(Arena arena, MemorySegment bytes) {

    boolean covers(long end) {
      return end <= bytes.byteSize();
    }
  }

  /** Tells whether all bytes of a range are in memory; false where the file ends before. */
  boolean has(long position, int length) {
    Boolean known = ask(position, length);
    if (known == null) {
      map(position + length);
      known = ask(position, length);
    }
    return Boolean.TRUE.equals(known);
  }

  /** Null where the range is not mapped. */
  private @Nullable Boolean ask(long position, int length) {
    lock.readLock().lock();
    try {
      Mapping mapped = mapping;
      if (mapped == null || !mapped.covers(position + length)) {
        return null;
      }
      return mapped.bytes().asSlice(position, length).isLoaded();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** An interrupt would close the channel, so that nothing is mapped then. */
  private void map(long end) {
    if (channel == null || Thread.currentThread().isInterrupted()) {
      return;
    }
    lock.writeLock().lock();
    try {
      long size = channel.size();
      if (!closed && end <= size) {
        unmap();
        Arena arena = Arena.ofShared();
        mapping = new Mapping(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
      }
    } catch (IOException unmapped) {
      mapping = null; // nobody knows then, and whoever asks takes the slow way
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void unmap() {
    if (mapping != null) {
      mapping.arena().close();
      mapping = null;
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      unmap();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
