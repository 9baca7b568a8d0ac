package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.KeyPrefix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was read from the store, unless the block was changed meanwhile: what was read would
 * be older than what is there then. Thread-safe.
 */
final class FetchedBlocks {

  private static final Logger LOG = LoggerFactory.getLogger(FetchedBlocks.class);

  private final StagedBlocks staged;
  private final KeyLocks locks;
  private final CacheOptions options;
  private final Changes changes;
  private final MemoryTier memory;
  private final FetchBuffer buffer;

  FetchedBlocks(
      StagedBlocks staged,
      KeyLocks locks,
      CacheOptions options,
      Changes changes,
      MemoryTier memory,
      FetchBuffer buffer) {
    this.staged = staged;
    this.locks = locks;
    this.options = options;
    this.changes = changes;
    this.memory = memory;
    this.buffer = buffer;
  }

  /**
   * Has to be called by whoever changes a block, under its lock, before the change; and closed,
   * still under the lock, when others can see it. From the beginning nobody finds older bytes in
   * memory, and nobody who looked before the end puts any there.
   */
  KeyLocks.Held change(BlockKey key) {
    changes.begin(key);
    buffer.forget(key);
    memory.forget(key);
    return () -> changes.end(key);
  }

  /** Takes blocks out of memory that nobody has changed. */
  void forget(KeyPrefix prefix) {
    buffer.forget(prefix);
    memory.forget(prefix);
  }

  /** What {@link Changes} say before a block is looked up. */
  long stamp(BlockKey key) {
    return changes.stamp(key);
  }

  /** Returns what readers find in memory of a block, which the index may not know any more. */
  Optional<BlockStat> inMemory(BlockKey key) {
    return Optional.ofNullable(memory.peek(key)).map(MemoryTier.Block::stat);
  }

  /** Keeps a whole block in memory, if it is a small one. */
  void keepInMemory(BlockKey key, Fetch.Landed landed, long stamp) {
    if (memory.takes(landed.bytes().limit())) {
      byte[] own = new byte[landed.bytes().limit()];
      landed.bytes().get(0, own);
      MemoryTier.Block block = new MemoryTier.Block(landed.block(), ByteBuffer.wrap(own));
      memory.keep(key, block, () -> changes.holds(key, stamp));
    }
  }

  /**
   * Keeps a whole block in the journal; that this fails is no reason for a read to fail.
   *
   * @return whether it is kept
   */
  boolean keep(BlockKey key, BlockStat stat, ByteBuffer bytes, long stamp) {
    if (bytes.remaining() > options.maxStagedBytes() || !changes.holds(key, stamp)) {
      return false;
    }
    Units.Pass pass = Units.over(List.of(bytes), bytes.remaining());
    try (KeyLocks.Held _ = locks.lock(key, options.patience())) {
      return changes.holds(key, stamp)
          && staged.find(key).isEmpty()
          && staged.keep(key, head(stat, pass), List.of(bytes));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | TimeoutException e) {
      LOG.debug("'{}' is not kept", key, e);
    }
    return false;
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
}
