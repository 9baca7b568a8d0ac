package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was read from the store, unless the block was changed meanwhile: what was read would
 * be older than what is there then. Keys share counters of changes; a change of another key that
 * shares one costs no more than a block that is not kept.
 */
final class FetchedBlocks {

  private static final Logger LOG = LoggerFactory.getLogger(FetchedBlocks.class);
  private static final int COUNTERS = 4096;

  private final StagedBlocks staged;
  private final KeyLocks locks;
  private final CacheOptions options;
  private final AtomicLongArray changes = new AtomicLongArray(COUNTERS);

  FetchedBlocks(StagedBlocks staged, KeyLocks locks, CacheOptions options) {
    this.staged = staged;
    this.locks = locks;
    this.options = options;
  }

  long changes(BlockKey key) {
    return changes.get(counter(key));
  }

  /** Has to be called by whoever changes a block, under its lock, before the change. */
  void changing(BlockKey key) {
    changes.incrementAndGet(counter(key));
  }

  /** Keeps a whole block; that this fails is no reason for the read to fail. */
  void keep(BlockKey key, BlockStat stat, ByteBuffer bytes, long before) {
    if (bytes.remaining() > options.maxStagedBytes() || before != changes(key)) {
      return;
    }
    ByteBuffer own = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    Units.Pass pass = Units.over(List.of(own), own.remaining());
    if (!stat.checksum().map(pass.whole()::equals).orElse(true)) {
      return;
    }
    try (KeyLocks.Held _ = locks.lock(key, options.patience())) {
      if (before == changes(key) && staged.find(key).isEmpty()) {
        staged.keep(key, head(stat, pass), List.of(own));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | TimeoutException e) {
      LOG.debug("'{}' is not kept", key, e);
    }
  }

  private static BlockHead head(BlockStat stat, Units.Pass pass) {
    Crc32c whole = pass.whole();
    return new BlockHead(
        stat.size(),
        whole,
        stat.lastModified().toEpochMilli(),
        stat.etag(),
        stat.putId(),
        stat.storageClass(),
        stat.metadata(),
        pass.units());
  }

  private static int counter(BlockKey key) {
    return Math.floorMod(key.hashCode(), COUNTERS);
  }
}
