package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Segments of which every block was written again. */
class DesertedSegmentsTest {

  private static final int SEGMENT = 1 << 20;
  private static final int BLOCK_BYTES = 100_000;
  private static final BlockKey OFTEN = BlockKey.of("often");
  private static final BlockKey ONCE = BlockKey.of("once");
  private static final Path DIRECTORY = Path.of("/cache");

  private final Simulation simulation = new Simulation(1, 5_000_000);
  private final BlockStore beneath = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
  private final SimulatedDisk disk =
      new SimulatedDisk(DiskFaults.of(1), simulation.sleeper(), (_, _) -> simulation.step());

  private CachingBlockStore open(Simulation in, SimulatedDisk on) throws BlockStoreException {
    CacheOptions options =
        new CacheOptions(
            DIRECTORY,
            100L * SEGMENT,
            10_000,
            IndexKind.HEAP,
            8 << 20,
            256 << 10,
            Durability.LOCAL,
            Duration.ofSeconds(2),
            2,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            CacheFixture.READS);
    CacheEffects effects = CacheFixture.simulated(in, Windows.DEFAULT);
    return new CachingBlockStore(beneath, options, CacheOpening.of(beneath, options, effects, on));
  }

  private static void write(BlockStore cache, BlockKey key, int version)
      throws BlockStoreException {
    byte[] bytes = new byte[BLOCK_BYTES];
    bytes[0] = (byte) version;
    cache.write(key, Content.of(bytes), WriteOptions.DEFAULT);
  }

  private static void requireVersion(BlockStore cache, BlockKey key, int version)
      throws BlockStoreException {
    assertThat(Blocks.readAll(cache, key).get()).isEqualTo((byte) version);
  }

  private int files() throws Exception {
    return disk.names(DIRECTORY).size();
  }

  @Test
  void theirFilesAreUsedAgainAlthoughThereIsRoomForMore() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open(simulation, disk)) {
        for (int i = 0; i < 20; i++) {
          write(cache, OFTEN, i);
        }
        int before = files();
        for (int i = 0; i < 500; i++) {
          write(cache, OFTEN, i);
        }
        assertThat(files()).isBetween(before, before + 3);
        requireVersion(cache, OFTEN, 499 & 0xff);
      }
    });
  }

  @Test
  void oneBlockKeepsItsSegmentAndTheNewerOnes() {
    simulation.run(() -> {
      CachingBlockStore cache = open(simulation, disk);
      cache.parts().flusher().pause(true);
      write(cache, ONCE, 7);
      for (int i = 0; i < 100; i++) {
        write(cache, OFTEN, i);
      }
      requireVersion(cache, ONCE, 7);
      assertThat(files()).isGreaterThan(10);
    });
    requireBothBehindAPowerCut(99);
  }

  @Test
  void whatWasAcknowledgedIsThereBehindAPowerCutWhenManyWereReleased() {
    simulation.run(() -> {
      CachingBlockStore cache = open(simulation, disk);
      cache.parts().flusher().pause(true);
      for (int i = 0; i < 100; i++) {
        write(cache, OFTEN, i);
      }
      write(cache, ONCE, 7);
      for (int i = 0; i < 30; i++) {
        write(cache, OFTEN, i);
      }
    });
    requireBothBehindAPowerCut(29);
  }

  private void requireBothBehindAPowerCut(int newest) {
    SimulatedDisk left = disk.crashLosingAll();
    Simulation next = new Simulation(2, 5_000_000);
    next.run(() -> {
      try (CachingBlockStore cache = open(next, left)) {
        requireVersion(cache, ONCE, 7);
        requireVersion(cache, OFTEN, newest);
      }
    });
  }
}
