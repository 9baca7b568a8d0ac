package io.blocktier.blockstore.express;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.CacheOptions;
import io.blocktier.cache.IndexKind;
import io.blocktier.cache.ReadOptions;
import io.blocktier.cache.WriteBackBlockStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class ServedFromTheCacheTest extends ServedContract {

  @TempDir static Path directory;

  @Override
  BlockStore behind(Effects effects) throws IOException {
    return WriteBackBlockStore.open(new InMemoryBlockStore(effects), options(), effects);
  }

  /** Units so small that the blocks of the contract have many. */
  private static CacheOptions options() {
    return new CacheOptions(
        directory,
        1L << 30,
        100_000,
        IndexKind.HEAP,
        64 << 20,
        1 << 20,
        Durability.LOCAL,
        Duration.ofSeconds(30),
        16,
        Duration.ofMillis(5),
        Duration.ofMillis(100),
        new ReadOptions(16 << 20, 16 << 10, 16 << 10, 128 << 10, 4 << 20));
  }
}
