package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much heap a cache takes for one block more, whether the store has it or not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FootprintTest {

  /** As many as fill the tables of an index on the heap like a million does. */
  private static final Range ON_THE_HEAP = new Range(100_000, 300_000);

  /** So many that the windows, which hold some of them in memory, are full. */
  private static final int MORE_THAN_WINDOWS = 40_000;

  private static final int BLOCKS_IN_THE_MAP = 120_000;
  private static final int WRITERS = 64;

  /** With keys of 40 bytes. */
  private static final double MOST_ON_THE_HEAP = 100;

  /**
   * Some noise; the least that could be noted of a block, with its key, takes several times that.
   */
  private static final double NEXT_TO_NOTHING = 20;

  @TempDir Path directory;

  /** A store that takes everything and keeps nothing. */
  private static final class Beneath extends ForwardingBlockStore {

    Beneath() {
      super(new InMemoryBlockStore(CacheFixture.EFFECTS));
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      Receipt receipt = super.write(key, content, how);
      super.delete(key, DeleteOptions.DEFAULT);
      return receipt;
    }
  }

  private CacheOptions options(IndexKind index) {
    return new CacheOptions(
        directory.resolve("cache"),
        1L << 30,
        2L * ON_THE_HEAP.last(),
        index,
        256L << 20,
        64 << 10,
        Durability.MEMORY,
        Duration.ofMinutes(5),
        16,
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        new ReadOptions(0, 16 << 10, 16 << 10, 128 << 10, 1 << 20));
  }

  @Test
  void blockTakesLessThan100BytesOfHeapWithTheIndexOnTheHeap() throws Exception {
    Growth growth = measure(IndexKind.HEAP, ON_THE_HEAP);
    assertThat(growth.dirty()).as("not in the store").isBetween(50.0, MOST_ON_THE_HEAP);
    assertThat(growth.clean()).as("in the store, too").isBetween(50.0, MOST_ON_THE_HEAP);
  }

  /** Buffers of a megabyte, which are there now and not then, are little for so many blocks. */
  @Test
  void blockTakesNoHeapWithAChronicleMap() throws Exception {
    try (WriteBackBlockStore cache = open(IndexKind.CHRONICLE)) {
      stage(cache, 0, MORE_THAN_WINDOWS);
      flushAll(cache);
      long clean = LiveHeap.bytes();
      cache.pauseFlushing();
      int first = 2 * MORE_THAN_WINDOWS;
      stage(cache, MORE_THAN_WINDOWS, first);
      long before = LiveHeap.bytes();
      int last = first + BLOCKS_IN_THE_MAP;
      stage(cache, first, last);
      double dirty = (LiveHeap.bytes() - before) / (double) BLOCKS_IN_THE_MAP;
      cache.resumeFlushing();
      flushAll(cache);
      assertThat(cache.status().cleanBlocks()).isEqualTo(last);
      Growth growth =
          new Growth(dirty, (LiveHeap.bytes() - clean) / (double) (last - MORE_THAN_WINDOWS));
      System.out.printf("footprint in the map: %s bytes a block%n", growth);
      assertThat(growth.dirty()).as("not in the store").isLessThan(NEXT_TO_NOTHING);
      assertThat(growth.clean()).as("in the store, too").isLessThan(NEXT_TO_NOTHING);
    }
  }

  /** Bytes of heap for each block beyond the first. */
  private record Growth(double dirty, double clean) {}

  /** Blocks that are there before the measurement, and behind it. */
  private record Range(int first, int last) {}

  private WriteBackBlockStore open(IndexKind index) throws BlockStoreException {
    return WriteBackBlockStore.open(new Beneath(), options(index), CacheFixture.EFFECTS);
  }

  private Growth measure(IndexKind index, Range blocks) throws Exception {
    try (WriteBackBlockStore cache = open(index)) {
      cache.pauseFlushing(); // what is about to travel is now much and now little otherwise
      stage(cache, 0, blocks.first());
      long before = LiveHeap.bytes();
      stage(cache, blocks.first(), blocks.last());
      long dirty = LiveHeap.bytes();
      assertThat(cache.status().dirtyBlocks()).isEqualTo(blocks.last());
      cache.resumeFlushing();
      flushAll(cache);
      assertThat(cache.status().cleanBlocks()).isEqualTo(blocks.last());
      double more = blocks.last() - blocks.first();
      Growth growth = new Growth((dirty - before) / more, (LiveHeap.bytes() - before) / more);
      System.out.printf("footprint with %s: %s bytes a block%n", index, growth);
      return growth;
    }
  }

  private static void stage(WriteBackBlockStore cache, int from, int to) throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int own = from + writer;
      writers.add(
          CacheFixture.EFFECTS
              .executor()
              .submit(() -> {
                for (int i = own; i < to; i += WRITERS) {
                  Blocks.write(cache, key(i), new byte[100]);
                }
                return null;
              }));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    writeDurably(cache, from);
  }

  /** Until the journal has written what the store says, too, which nobody waits for. */
  private static void flushAll(WriteBackBlockStore cache) throws Exception {
    cache.flush(KeyPrefix.ALL);
    writeDurably(cache, 0);
    cache.flush(KeyPrefix.ALL);
  }

  /** And all that was written before. */
  private static void writeDurably(WriteBackBlockStore cache, int number) throws Exception {
    cache.write(
        key(number), Content.of(new byte[100]), WriteOptions.DEFAULT.with(Durability.LOCAL));
  }

  private static BlockKey key(int number) {
    return BlockKey.of("share-0001/file-000042/chunk-%011d".formatted(number));
  }
}
