package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises readers that go through a block from one end to the other: by where the next read of
 * theirs would begin. So any number of them may be on the way in one block. What is fetched ahead
 * of a reader doubles until it has its bound. Thread-safe.
 */
final class ReadAhead {

  /** Readers that are remembered; the one that has not come back for longest is forgotten. */
  static final int MAX_READERS = 1024;

  private final long minBytes;
  private final long maxBytes;
  private final Map<Reader, Progress> readers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Reader, Progress> eldest) {
          return size() > MAX_READERS;
        }
      };

  ReadAhead(long minBytes, long maxBytes) {
    this.minBytes = minBytes;
    this.maxBytes = maxBytes;
  }

  /** Somebody whose next read of a block would begin at an offset. */
  private record Reader(BlockKey key, long offset) {}

  /** How far ahead is fetched next, and up to where that was done. */
  private record Progress(long window, long fetchedTo) {}

  /** Notes a read; returns what is to be fetched now for the one that may follow. */
  synchronized Optional<ByteRange> next(BlockKey key, long from, long to, long size) {
    Progress before = readers.remove(new Reader(key, from));
    if (maxBytes == 0 || to >= size) {
      return Optional.empty();
    }
    Reader reader = new Reader(key, to);
    if (before == null) {
      readers.put(reader, new Progress(minBytes, to));
      return Optional.empty();
    }
    if (before.fetchedTo() - to > before.window() / 2) {
      readers.put(reader, before);
      return Optional.empty();
    }
    long start = Math.max(before.fetchedTo(), to);
    long end = Math.min(size, to + before.window());
    readers.put(
        reader, new Progress(Math.min(maxBytes, before.window() * 2), Math.max(start, end)));
    return start < end ? Optional.of(ByteRange.of(start, end - start)) : Optional.empty();
  }
}
