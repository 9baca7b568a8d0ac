package io.blocktier.benchmarks.restart;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.CacheOptions;
import io.blocktier.cache.IndexKind;
import io.blocktier.cache.ReadOptions;
import io.blocktier.cache.WriteBackBlockStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The write-back cache, whose store is away: all blocks are its own to find again. */
final class BlocktierShelf implements Shelf {

  private final Effects effects = Effects.ofSystem();
  private final WriteBackBlockStore cache;

  BlocktierShelf(Path directory) throws BlockStoreException {
    FaultPlan away = FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE));
    this.cache =
        WriteBackBlockStore.open(
            new FaultyBlockStore(new InMemoryBlockStore(effects), away, effects),
            options(directory),
            effects);
  }

  /** The defaults of the configuration, but for a close that does not wait for a store away. */
  private static CacheOptions options(Path directory) {
    return new CacheOptions(
        directory,
        10L << 30,
        (10L << 30) / 4096,
        IndexKind.AUTO,
        1L << 30,
        16 << 20,
        Durability.LOCAL,
        Duration.ofSeconds(30),
        16,
        Duration.ofMillis(100),
        Duration.ofSeconds(30),
        new ReadOptions(64 << 20, 1 << 20, 2 << 20, 16 << 20, 64 << 20));
  }

  @Override
  public void write(String key, byte[] block) throws BlockStoreException {
    Blocks.write(cache, BlockKey.of(key), block);
  }

  @Override
  public byte @Nullable [] read(String key) throws BlockStoreException {
    try {
      ByteBuffer bytes = Blocks.readAll(cache, BlockKey.of(key));
      byte[] block = new byte[bytes.remaining()];
      bytes.get(block);
      return block;
    } catch (BlockNotFoundException e) {
      return null;
    }
  }

  @Override
  public boolean complete(long blocks) throws BlockStoreException {
    return cache.status().blocks() >= blocks;
  }

  @Override
  public void close() throws BlockStoreException {
    cache.close();
    effects.executor().close();
  }
}
