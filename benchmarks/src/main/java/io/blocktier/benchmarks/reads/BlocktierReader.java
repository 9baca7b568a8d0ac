package io.blocktier.benchmarks.reads;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.CacheOptions;
import io.blocktier.cache.IndexKind;
import io.blocktier.cache.ReadOptions;
import io.blocktier.cache.WriteBackBlockStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The write-back cache: what is not in its memory is in its journal. */
final class BlocktierReader implements BlockReader {

  private final Effects effects = Effects.ofSystem();
  private final WriteBackBlockStore cache;
  private final List<BlockKey> keys;

  BlocktierReader(ReadCell cell) throws BlockStoreException {
    CacheOptions options =
        new CacheOptions(
            cell.directory(),
            10L << 30,
            (10L << 30) / 4096,
            IndexKind.AUTO,
            256 << 20,
            16 << 20,
            Durability.MEMORY,
            Duration.ofSeconds(30),
            16,
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            new ReadOptions(cell.memory(), 1 << 20, 2 << 20, 16 << 20, 64 << 20));
    this.cache = WriteBackBlockStore.open(new InMemoryBlockStore(effects), options, effects);
    this.keys =
        IntStream.range(0, cell.blocks()).mapToObj(ReadCell::name).map(BlockKey::of).toList();
  }

  @Override
  public void load(int key, byte[] block) throws BlockStoreException {
    Blocks.write(cache, keys.get(key), block);
  }

  @Override
  public void loaded() throws BlockStoreException {
    cache.flush(KeyPrefix.ALL);
  }

  @Override
  public void read(int key, ByteBuffer target) throws BlockStoreException {
    cache.read(keys.get(key), ByteRange.ALL, target);
  }

  @Override
  public void close() throws BlockStoreException {
    cache.close();
    effects.executor().close();
  }
}
