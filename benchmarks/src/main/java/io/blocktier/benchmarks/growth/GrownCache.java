package io.blocktier.benchmarks.growth;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The write-back cache, whose store is away: all blocks are its own, and no flusher is in the way.
 * A write does not wait for the disk, which would hide what it costs otherwise.
 */
final class GrownCache implements Grown {

  /** What is done once. */
  enum Operations {
    READ,
    WRITE,
    RESTART
  }

  private static final int BYTES = 104;

  private final Operations operation;
  private final Path directory;
  private final Effects effects = Effects.ofSystem();
  private final ByteBuffer target = ByteBuffer.allocate(BYTES);
  private final byte[] bytes = new byte[BYTES];
  private WriteBackBlockStore cache;
  private int size;

  GrownCache(Operations operation, Path directory) throws BlockStoreException {
    this.operation = operation;
    this.directory = directory;
    this.cache = opened();
  }

  private WriteBackBlockStore opened() throws BlockStoreException {
    FaultPlan away = FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE));
    return WriteBackBlockStore.open(
        new FaultyBlockStore(new InMemoryBlockStore(effects), away, effects),
        new CacheOptions(
            directory,
            10L << 30,
            (10L << 30) / 4096,
            IndexKind.AUTO,
            4L << 30,
            16 << 20,
            Durability.MEMORY,
            Duration.ofSeconds(30),
            16,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            new ReadOptions(64 << 20, 1 << 20, 2 << 20, 16 << 20, 64 << 20)),
        effects);
  }

  private static BlockKey key(int number) {
    return BlockKey.of("some/key/of/a/block-" + number);
  }

  @Override
  public void fill(int blocks) throws IOException {
    size = blocks;
    for (int i = 0; i < blocks; i++) {
      Blocks.write(cache, key(i), bytes);
    }
    if (operation == Operations.READ) {
      for (int i = 0; i < blocks; i++) {
        once(i); // the first read is of the disk, and there are more of them where there is more
      }
    }
  }

  @Override
  public long once(int number) throws IOException {
    switch (operation) {
      case READ -> cache.read(key(number), ByteRange.ALL, target.clear());
      case WRITE -> Blocks.write(cache, key(number), bytes);
      case RESTART -> {
        cache.close();
        cache = opened();
        requireAll();
        return size;
      }
    }
    return 1;
  }

  private void requireAll() throws IOException {
    long found = cache.status().blocks();
    if (found < size) {
      throw new IOException("of " + size + " blocks " + found + " were found again");
    }
  }

  @Override
  public void close() throws BlockStoreException {
    cache.close();
    effects.executor().close();
  }
}
