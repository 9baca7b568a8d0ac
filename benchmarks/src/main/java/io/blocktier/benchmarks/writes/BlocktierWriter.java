package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.CacheOptions;
import io.blocktier.cache.IndexKind;
import io.blocktier.cache.Latency;
import io.blocktier.cache.ReadOptions;
import io.blocktier.cache.WriteBackBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The write-back cache at LOCAL over a store in memory, set up as {@code cache:} is by default. */
final class BlocktierWriter implements BlockWriter {

  private static final double NANOS_OF_MILLI = 1e6;

  private final Effects effects = Effects.ofSystem();
  private final WriteBackBlockStore cache;
  private final List<BlockKey> keys;

  BlocktierWriter(WriteCell cell) throws BlockStoreException {
    this.cache =
        WriteBackBlockStore.open(
            new InMemoryBlockStore(effects), options(cell.directory()), effects);
    this.keys =
        IntStream.range(0, cell.keys()).mapToObj(WriteCell::name).map(BlockKey::of).toList();
  }

  /** The defaults of the configuration. */
  static CacheOptions options(Path directory) {
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
  public void write(int writer, int key, Payload block) throws BlockStoreException {
    cache.write(keys.get(key), Content.of(block.array()), WriteOptions.DEFAULT);
  }

  @Override
  public void settle() throws BlockStoreException {
    cache.flush(KeyPrefix.ALL);
  }

  @Override
  public DurableLag lag() throws BlockStoreException {
    Latency lag = cache.status().durableLag();
    if (lag.count() == 0) {
      return DurableLag.unbounded("nothing has got to the store yet");
    }
    return DurableLag.measured(
        "until the store beneath has it, since it was opened",
        lag.p50().toNanos() / NANOS_OF_MILLI,
        lag.p99().toNanos() / NANOS_OF_MILLI);
  }

  @Override
  public boolean onVirtualThreads() {
    return true;
  }

  @Override
  public void close() throws BlockStoreException {
    cache.close();
    effects.executor().close();
  }
}
