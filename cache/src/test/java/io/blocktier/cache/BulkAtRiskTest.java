package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bulk fills the bytes at risk no further than small writes can bear. */
class BulkAtRiskTest {

  private static final Duration CALL = Duration.ofSeconds(10);
  private static final int SMALL = 4 << 10;
  private static final int BULK = 2 << 20;
  private static final int CAP = 16 << 20;

  /** What fits while a quarter of the cap stays. */
  private static final int BULK_BLOCKS = 6;

  private static final int WRITERS = 8;
  private static final int BLOCKS_OF_WRITER = 5;
  private static final int SMALL_WRITES = 100;
  private static final CacheOptions OPTIONS =
      new CacheOptions(
          Path.of("cache"),
          64 << 20,
          2000,
          IndexKind.HEAP,
          CAP,
          3 << 20,
          Durability.LOCAL,
          Duration.ofHours(2),
          2,
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          CacheFixture.READS);

  private final SimulatedCache simulated = new SimulatedCache(new MemoryLog(50, 60));
  private final InMemoryBlockStore memory = new InMemoryBlockStore(CacheFixture.EFFECTS);

  /** A store whose every write takes long. */
  private final class Slow extends ForwardingBlockStore {

    Slow() {
      super(memory);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      try {
        simulated.sleep(CALL);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return super.write(key, content, how);
    }

    @Override
    public void close() {}
  }

  /** Writers of bulk that write one block behind the other. */
  private final class Bulk {

    private final CachingBlockStore cache;
    private int staged;
    private int through;

    Bulk(CachingBlockStore cache) {
      this.cache = cache;
    }

    void start(int writer) {
      simulated
          .simulation()
          .effects()
          .executor()
          .execute(() -> {
            for (int i = 0; i < BLOCKS_OF_WRITER; i++) {
              write(BlockKey.of("bulk/" + writer + "/" + i));
            }
          });
    }

    private void write(BlockKey key) {
      Duration begun = simulated.now();
      try {
        Blocks.write(cache, key, new byte[BULK]);
        if (simulated.now().minus(begun).compareTo(CALL) < 0) {
          staged++;
        } else {
          through++;
          assertThat(Blocks.find(memory, key)).isPresent();
        }
      } catch (BlockStoreException e) {
        throw new AssertionError(e);
      }
    }
  }

  private interface Story {
    void tell(CachingBlockStore cache) throws Exception;
  }

  private void live(Story story) {
    simulated
        .simulation()
        .run(() -> {
          try (CachingBlockStore cache = simulated.open(new Slow(), OPTIONS)) {
            story.tell(cache);
          }
        });
  }

  private static long bytesAtRisk(CachingBlockStore cache) throws BlockStoreException {
    return cache.parts().flushing().status().atRiskBytes();
  }

  @Test
  void smallWritesAreAcknowledgedAtOnceWhileBulkWaitsForTheStore() {
    List<Duration> waits = new ArrayList<>();
    live(cache -> {
      Bulk bulk = new Bulk(cache);
      for (int writer = 0; writer < WRITERS; writer++) {
        bulk.start(writer);
      }
      for (int i = 0; i < SMALL_WRITES; i++) {
        simulated.sleep(Duration.ofSeconds(1));
        Duration begun = simulated.now();
        Blocks.write(cache, BlockKey.of("small/" + i), new byte[SMALL]);
        waits.add(simulated.now().minus(begun));
        assertThat(bytesAtRisk(cache)).isLessThanOrEqualTo(CAP);
      }
      assertThat(bulk.staged + bulk.through).isEqualTo(WRITERS * BLOCKS_OF_WRITER);
      assertThat(bulk.staged).isGreaterThanOrEqualTo(BULK_BLOCKS);
      assertThat(bulk.through).isPositive();
    });
    assertThat(waits).hasSize(SMALL_WRITES).allMatch(wait -> wait.compareTo(CALL) < 0);
  }

  @Test
  void bulkGoesStraightToTheStoreWhereItWouldLeaveLessThanAQuarter() {
    live(cache -> {
      cache.parts().flusher().pause(true);
      for (int i = 0; i <= BULK_BLOCKS; i++) {
        Blocks.write(cache, BlockKey.of("bulk/" + i), new byte[BULK]);
      }
      assertThat(bytesAtRisk(cache)).isEqualTo((long) BULK_BLOCKS * BULK);
      assertThat(Blocks.find(memory, BlockKey.of("bulk/" + (BULK_BLOCKS - 1)))).isEmpty();
      assertThat(Blocks.find(memory, BlockKey.of("bulk/" + BULK_BLOCKS))).isPresent();
      Blocks.write(cache, BlockKey.of("small"), new byte[SMALL]);
      assertThat(bytesAtRisk(cache)).isEqualTo((long) BULK_BLOCKS * BULK + SMALL);
      cache.parts().flusher().pause(false);
    });
  }
}
