package io.blocktier.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Small blocks in memory, dirty and clean, as many as the bytes allow; those that are read often
 * stay. Whoever changes a block sees to it that it is forgotten. Thread-safe.
 *
 * <p>Once it is full, a block that is on the disk, too, is kept when it is read for the second
 * time: to keep it costs more than to read it once more, and of blocks that are read once none is
 * worth the place of another.
 */
final class MemoryTier {

  /** What a block takes beside its bytes and its key, about. */
  private static final int OVERHEAD_BYTES = 512;

  private static final int USUAL_BLOCK_BYTES = 4096;

  /** A buffer is copied of which more than the eighth part of the block would be wasted. */
  private static final int LARGEST_WASTE = 8;

  private final long maxBytes;
  private final int maxBlockBytes;
  private final Cache<BlockKey, Block> blocks;
  private final Sightings sightings;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private volatile boolean full;

  MemoryTier(long maxBytes, int maxBlockBytes, Effects effects) {
    this.maxBytes = maxBytes;
    this.maxBlockBytes = maxBlockBytes;
    this.sightings = new Sightings(maxBytes / USUAL_BLOCK_BYTES);
    this.blocks =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(MemoryTier::weight)
            .evictionListener((_, _, _) -> full = true)
            .executor(Runnable::run) // a task of its own costs more than what it would do
            .ticker(effects.ticker()::nanos)
            .build();
  }

  /**
   * A version of a block.
   *
   * @param stat what is known of it
   * @param bytes in the heap; nobody changes them, nor the position of the buffer
   */
  record Block(BlockStat stat, ByteBuffer bytes) {

    /** Keeps the buffer itself, unless much of what it takes is something else. */
    static Block of(BlockStat stat, ByteBuffer bytes) {
      int beside = held(bytes) - bytes.remaining();
      return new Block(stat, beside <= bytes.remaining() / LARGEST_WASTE ? bytes : copy(bytes));
    }

    @SuppressWarnings("ByteBufferBackingArray") // what is beside the bytes is asked for, too
    private static int held(ByteBuffer bytes) {
      return bytes.array().length;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
      return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
  }

  private static int weight(BlockKey key, Block block) {
    return Block.held(block.bytes()) + 2 * key.value().length() + OVERHEAD_BYTES;
  }

  /** Tells whether a block of a size is worth being offered. */
  boolean takes(long size) {
    return size <= maxBlockBytes && size + OVERHEAD_BYTES <= maxBytes;
  }

  /** Tells whether a block that was read from the disk is to be kept. */
  boolean welcomes(BlockKey key) {
    if (!full || sightings.isSeenAgain(key.hashCode())) {
      return true;
    }
    if (sightings.endsPeriod()) {
      full = false; // until the next one that is kept drives out another
    }
    return false;
  }

  /** Returns a block for a read, which counts as a hit or a miss. */
  @Nullable Block find(BlockKey key) {
    Block block = blocks.getIfPresent(key);
    (block == null ? misses : hits).increment();
    return block;
  }

  /** Returns a block, which counts as nothing. */
  @Nullable Block peek(BlockKey key) {
    return blocks.asMap().get(key);
  }

  /** Keeps a block if it is the newest version at that very moment. */
  void keep(BlockKey key, Block block, BooleanSupplier isNewest) {
    blocks.asMap().compute(key, (_, old) -> isNewest.getAsBoolean() ? block : old);
  }

  void forget(BlockKey key) {
    blocks.asMap().remove(key);
  }

  void forget(KeyPrefix prefix) {
    blocks.asMap().keySet().removeIf(prefix::covers);
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }

  long bytes() {
    blocks.cleanUp(); // what was added or removed last is not counted before
    return blocks.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }
}
