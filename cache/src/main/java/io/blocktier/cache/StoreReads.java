package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads blocks of the store in aligned units, all of one version. */
final class StoreReads {

  private final BlockStore store;
  private final Fetches fetches;
  private final FetchBuffer buffer;
  private final ReadAhead ahead;
  private final CacheFailures failures;
  private final int unitBytes;
  private final long mostBytes;

  /**
   * Reads through a buffer.
   *
   * @param mostBytes what one request asks for at most
   */
  StoreReads(
      BlockStore store,
      Fetches fetches,
      FetchBuffer buffer,
      ReadAhead ahead,
      CacheFailures failures,
      int unitBytes,
      long mostBytes) {
    this.store = store;
    this.fetches = fetches;
    this.buffer = buffer;
    this.ahead = ahead;
    this.failures = failures;
    this.unitBytes = unitBytes;
    this.mostBytes = mostBytes;
  }

  /**
   * Reads a block that is not staged; empty if it was another version in the end than at the
   * beginning, and has to be looked up again.
   *
   * @param stamp from before it was looked up
   */
  Optional<BlockRead> read(BlockKey key, ByteRange range, ByteBuffer target, long stamp)
      throws BlockStoreException {
    if (range.length() == 0) {
      return Optional.of(store.read(key, range, target));
    }
    int start = target.position();
    Fetch.Landed first =
        first(key, range, Math.min(range.length(), Math.max(1, target.remaining())), stamp);
    BlockStat version = first.block();
    int length = failures.requireRoom(key, range, version.size(), target);
    long end = range.offset() + length;
    Fetch.Landed part = first;
    for (long at = range.offset(); at < end; ) {
      at += part.copy(at, (int) (end - at), target);
      if (at < end) {
        part = fetches.get(key, aligned(at, end - at), stamp);
        if (!part.block().etag().equals(version.etag())) {
          buffer.forget(key);
          target.position(start);
          return Optional.empty();
        }
      }
    }
    fetchAhead(key, range.offset(), end, version, stamp);
    return Optional.of(new BlockRead(length, version));
  }

  private Fetch.Landed first(BlockKey key, ByteRange range, long wanted, long stamp)
      throws BlockStoreException {
    try {
      return fetches.get(key, aligned(range.offset(), wanted), stamp);
    } catch (RangeNotSatisfiableException e) {
      throw failures.beyondTheEnd(key, range, e);
    }
  }

  /** Where one reader goes through a block, whole units are wanted; else those that it touches. */
  private ByteRange aligned(long from, long length) {
    long start = from / unitBytes * unitBytes;
    long most = Math.max(unitBytes, mostBytes / unitBytes * unitBytes);
    long units = (from - start + Math.min(length, most) + unitBytes - 1) / unitBytes;
    return ByteRange.of(start, Math.min(most, units * unitBytes));
  }

  private void fetchAhead(BlockKey key, long from, long to, BlockStat version, long stamp) {
    if (version.size() <= unitBytes) {
      return;
    }
    Optional<ByteRange> next = ahead.next(key, from, to, version.size());
    if (next.isPresent()) {
      fetches.ahead(key, aligned(next.get().offset(), next.get().length()), stamp);
    }
  }
}
