package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is at risk beyond what is kept at hand is found all the same. */
class SmallWindowsTest {

  private static final Windows WINDOWS = new Windows(3, 4, 5);
  private static final int BLOCKS = 50;
  private static final CacheOptions OPTIONS =
      new CacheOptions(
          Path.of("cache"),
          1 << 20,
          1000,
          IndexKind.HEAP,
          BLOCKS * 100,
          1000,
          Durability.LOCAL,
          Duration.ofHours(1),
          1,
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          CacheFixture.READS);

  private final MemoryLog log = new MemoryLog(50, 20);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final List<String> arrived = new ArrayList<>();
  private SimulatedCache simulated = new SimulatedCache(log);

  /** A store that notes in which order blocks come. */
  private final class Beneath extends ForwardingBlockStore {

    Beneath() {
      super(memory);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      arrived.add(key.value());
      return super.write(key, content, how);
    }

    @Override
    public void close() {}
  }

  private interface Story {
    void tell(CachingBlockStore cache) throws Exception;
  }

  private void live(Story story) {
    BlockStore beneath = new Beneath();
    simulated
        .simulation()
        .run(() -> {
          try (CachingBlockStore cache = simulated.open(beneath, OPTIONS, WINDOWS)) {
            story.tell(cache);
          }
        });
    simulated = simulated.next();
  }

  private static void stage(CachingBlockStore cache) throws BlockStoreException {
    cache.parts().flusher().pause(true);
    for (String key : keys()) {
      Blocks.write(cache, BlockKey.of(key), new byte[100]);
    }
  }

  private static List<String> keys() {
    return IntStream.range(0, BLOCKS).mapToObj("k/%02d"::formatted).toList();
  }

  /** Lets time pass until nothing is at risk; nobody waits for a block. */
  private void idle(CachingBlockStore cache) throws Exception {
    while (cache.parts().flushing().status().dirtyBlocks() > 0) {
      simulated.sleep(Duration.ofMillis(10));
      assertThat(simulated.now()).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void allTravelTheOldestFirstThoughNobodyWaits() {
    live(cache -> {
      stage(cache);
      cache.parts().flusher().pause(false);
      idle(cache);
    });
    assertThat(arrived).containsExactlyElementsOf(keys());
  }

  @Test
  void allTravelBehindARestart() {
    live(SmallWindowsTest::stage);
    assertThat(arrived).isEmpty();
    live(this::idle);
    assertThat(arrived).containsExactlyElementsOf(keys());
  }

  @Test
  void barrierWaitsForAll() {
    live(cache -> {
      stage(cache);
      cache.parts().flusher().pause(false);
      cache.parts().flushing().flush(KeyPrefix.of("k/"));
      assertThat(arrived).containsExactlyInAnyOrderElementsOf(keys());
      assertThat(cache.parts().flushing().status().dirtyBlocks()).isZero();
    });
  }

  @Test
  void listingsAndTheAgeKnowAll() {
    live(cache -> {
      stage(cache);
      simulated.sleep(Duration.ofSeconds(5));
      List<String> listed = new ArrayList<>();
      try (BlockListing listing = cache.list(ListOptions.under(KeyPrefix.ALL))) {
        for (List<ListEntry> page = listing.nextPage();
            !page.isEmpty();
            page = listing.nextPage()) {
          page.forEach(entry -> listed.add(entry.name()));
        }
      }
      assertThat(listed).containsExactlyElementsOf(keys());
      assertThat(cache.parts().flushing().status().oldestAtRisk())
          .isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    });
  }
}
