package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much heap a cache takes for one block more, whether the store has it or not. */
class FootprintTest {

  /** As many as fill the tables of an index on the heap like a million does. */
  private static final Range ON_THE_HEAP = new Range(100_000, 300_000);

  private static final Range IN_THE_MAP = new Range(50_000, 150_000);
  private static final int WRITERS = 64;

  /** With keys of 40 bytes. */
  private static final double MOST_ON_THE_HEAP = 100;

  /** Tables of what is under way, which are now small and now large, spread over all of them. */
  private static final double NEXT_TO_NOTHING = 20;

  @TempDir Path directory;

  /** A store that takes nothing at first, and keeps nothing later. */
  private static final class Beneath extends ForwardingBlockStore {

    private volatile boolean away = true;

    Beneath() {
      super(new InMemoryBlockStore(CacheFixture.EFFECTS));
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      if (away) {
        throw new StoreUnavailableException(Failure.of(this, Operation.WRITE, "away"), null);
      }
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

  @Test
  void blockTakesNoHeapWithAChronicleMap() throws Exception {
    Growth growth = measure(IndexKind.CHRONICLE, IN_THE_MAP);
    assertThat(growth.dirty()).as("not in the store").isLessThan(NEXT_TO_NOTHING);
    assertThat(growth.clean()).as("in the store, too").isLessThan(NEXT_TO_NOTHING);
  }

  /** Bytes of heap for each block beyond the first. */
  private record Growth(double dirty, double clean) {}

  /** Blocks that are there before the measurement, and behind it. */
  private record Range(int first, int last) {}

  private Growth measure(IndexKind index, Range blocks) throws Exception {
    Beneath beneath = new Beneath();
    try (WriteBackBlockStore cache =
        WriteBackBlockStore.open(beneath, options(index), CacheFixture.EFFECTS)) {
      stage(cache, 0, blocks.first());
      long before = heapInUse();
      stage(cache, blocks.first(), blocks.last());
      long dirty = heapInUse();
      assertThat(cache.status().dirtyBlocks()).isEqualTo(blocks.last());
      beneath.away = false;
      cache.flush(KeyPrefix.ALL);
      assertThat(cache.status().cleanBlocks()).isEqualTo(blocks.last());
      double more = blocks.last() - blocks.first();
      return new Growth((dirty - before) / more, (heapInUse() - before) / more);
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
    cache.write(key(from), Content.of(new byte[100]), durably()); // and all before it
  }

  private static WriteOptions durably() {
    return WriteOptions.DEFAULT.with(Durability.LOCAL);
  }

  private static BlockKey key(int number) {
    return BlockKey.of("share-0001/file-000042/chunk-%011d".formatted(number));
  }

  private static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
