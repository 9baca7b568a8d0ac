package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A directory that is opened with smaller blocks than those that wait in it for the store. */
class SmallerSettingsTest {

  private static final Path DIRECTORY = Path.of("/cache");
  private static final int LARGE_BYTES = 3 << 20;
  private static final int LARGE_BLOCKS = 4;
  private static final int SMALL_BYTES = 60_000;

  private final Simulation simulation = new Simulation(1, 20_000_000);
  private final SimulatedDisk disk =
      new SimulatedDisk(DiskFaults.of(1), simulation.sleeper(), (_, _) -> {});
  private final Picky store = new Picky(new InMemoryBlockStore(CacheFixture.EFFECTS));

  /** How a store meets large blocks. */
  private enum Mood {
    TAKES,
    REFUSES,
    IS_AWAY
  }

  /** Meets large blocks as the test says, and takes all others. */
  private static final class Picky extends ForwardingBlockStore {
    private Mood mood = Mood.REFUSES;

    Picky(BlockStore inner) {
      super(inner);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions how)
        throws BlockStoreException {
      if (key.value().startsWith("large/")) {
        Failure failure = Failure.of(this, Operation.WRITE, key, "too large for today");
        switch (mood) {
          case REFUSES -> throw new AccessRefusedException(failure, null);
          case IS_AWAY -> throw new StoreUnavailableException(failure, null);
          case TAKES -> {}
        }
      }
      return inner().write(key, content, how);
    }
  }

  private CachingBlockStore open(int diskBytes, int maxStagedBytes) throws BlockStoreException {
    CacheOptions options =
        new CacheOptions(
            DIRECTORY,
            diskBytes,
            10_000,
            IndexKind.HEAP,
            diskBytes / 2,
            maxStagedBytes,
            Durability.LOCAL,
            Duration.ofSeconds(20),
            2,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            CacheFixture.READS);
    CacheEffects effects = CacheFixture.simulated(simulation, Windows.DEFAULT);
    BlockStore beneath = new Unclosed(store);
    return new CachingBlockStore(
        beneath, options, CacheOpening.of(beneath, options, effects, disk));
  }

  private CachingBlockStore openSmaller() throws BlockStoreException {
    return open(32 << 20, 64 << 10);
  }

  private static BlockKey large(int i) {
    return BlockKey.of("large/" + i);
  }

  private static ByteBuffer bytes(int i) {
    byte[] bytes = new byte[LARGE_BYTES];
    new Random(i).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** Leaves blocks that are larger than a segment is under the smaller settings. */
  private void leaveLargeBlocks() throws BlockStoreException {
    try (CachingBlockStore cache = open(128 << 20, 4 << 20)) {
      for (int i = 0; i < LARGE_BLOCKS; i++) {
        cache.write(large(i), Content.of(bytes(i)), WriteOptions.DEFAULT);
      }
    }
  }

  /** Twice as much as the journal holds. */
  private static void writeThroughAllSegments(BlockStore cache) throws BlockStoreException {
    for (int i = 0; i < 1200; i++) {
      byte[] bytes = new byte[SMALL_BYTES];
      bytes[0] = (byte) i;
      Blocks.write(cache, BlockKey.of("small/" + i % 50), bytes);
    }
  }

  private static void requireLarge(BlockStore in) throws BlockStoreException {
    for (int i = 0; i < LARGE_BLOCKS; i++) {
      assertThat(Blocks.readAll(in, large(i))).isEqualTo(bytes(i));
    }
  }

  @Test
  void largeBlocksThatTheStoreRefusesAreInNobodysWay() {
    simulation.run(() -> {
      leaveLargeBlocks();
      try (CachingBlockStore cache = openSmaller()) {
        writeThroughAllSegments(cache);
        requireLarge(cache);
      }
      try (CachingBlockStore cache = openSmaller()) {
        requireLarge(cache);
        writeThroughAllSegments(cache);
        requireLarge(cache);
        store.mood = Mood.TAKES;
        assertThat(cache.parts().quarantine().retry(KeyPrefix.ALL)).isEqualTo(LARGE_BLOCKS);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        assertThat(cache.parts().flushing().status().atRiskBytes()).isZero();
      }
      requireLarge(store);
    });
  }

  @Test
  void largeBlocksWaitForAStoreThatIsAwayAndGetThere() {
    simulation.run(() -> {
      store.mood = Mood.IS_AWAY;
      leaveLargeBlocks();
      try (CachingBlockStore cache = openSmaller()) {
        writeThroughAllSegments(cache);
        requireLarge(cache);
        store.mood = Mood.TAKES;
        cache.parts().flushing().flush(KeyPrefix.ALL);
        assertThat(cache.parts().flushing().status().atRiskBytes()).isZero();
        writeThroughAllSegments(cache);
      }
      requireLarge(store);
    });
  }

  @Test
  void filesAreOfTheSmallerSizeAgainWhenNothingLargeIsLeft() {
    simulation.run(() -> {
      leaveLargeBlocks();
      try (CachingBlockStore cache = openSmaller()) {
        writeThroughAllSegments(cache);
        store.mood = Mood.TAKES;
        cache.parts().quarantine().retry(KeyPrefix.ALL);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        writeThroughAllSegments(cache);
      }
      long bytes = 0;
      for (String name : disk.names(DIRECTORY)) {
        bytes += name.endsWith(".seg") ? size(DIRECTORY.resolve(name)) : 0;
      }
      assertThat(bytes).isLessThanOrEqualTo(32 << 20);
    });
  }

  private long size(Path file) throws IOException {
    try (DiskFile open = disk.open(file, Disk.Mode.READ)) {
      return open.size();
    }
  }
}
