package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk of the cache that is full, although the cache might take more of it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FullDiskTest {

  private static final DiskFaults ROOMY = DiskFaults.of(1);

  /** Room for the files of three segments and a little. */
  private static final DiskFaults SMALL = ROOMY.withCapacity((3 << 20) + (64 << 10));

  private static final int BLOCK_BYTES = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Simulation simulation = new Simulation(1, 5_000_000);
  private final BlockStore beneath = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
  private final SimulatedDisk disk =
      new SimulatedDisk(SMALL, simulation.sleeper(), (_, _) -> simulation.step());
  private final List<BlockKey> acknowledged = new ArrayList<>();

  private CachingBlockStore open(Simulation in, SimulatedDisk on) throws BlockStoreException {
    return open(in, on, IndexKind.HEAP, 16 << 20);
  }

  private CachingBlockStore open(Simulation in, SimulatedDisk on, IndexKind index, int bytes)
      throws BlockStoreException {
    CacheOptions options =
        new CacheOptions(
            Path.of("/cache"),
            bytes,
            10_000,
            index,
            bytes / 2,
            256 << 10,
            Durability.LOCAL,
            PATIENCE,
            2,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            CacheFixture.READS);
    CacheEffects effects = CacheFixture.simulated(in, Windows.DEFAULT);
    return new CachingBlockStore(beneath, options, CacheOpening.of(beneath, options, effects, on));
  }

  private void write(BlockStore cache, Durability level) throws BlockStoreException {
    BlockKey key = BlockKey.of("k" + acknowledged.size());
    byte[] bytes = new byte[BLOCK_BYTES];
    bytes[0] = (byte) acknowledged.size();
    cache.write(key, Content.of(bytes), WriteOptions.DEFAULT.with(level));
    acknowledged.add(key);
  }

  private void fill(BlockStore cache) throws BlockStoreException {
    try {
      while (acknowledged.size() < 1000) {
        write(cache, Durability.LOCAL);
      }
    } catch (OutOfSpaceException full) {
      assertThat(full).hasMessageContaining("the disk of /cache has").hasMessageContaining("left");
    }
    assertThat(acknowledged.size()).as("what fitted").isBetween(10, 30);
  }

  private void requireAll(BlockStore cache) throws BlockStoreException {
    for (int i = 0; i < acknowledged.size(); i++) {
      assertThat(Blocks.readAll(cache, acknowledged.get(i)).get()).isEqualTo((byte) i);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedByItsTypeAndWrittenWhenThereIsSpace() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open(simulation, disk)) {
        cache.parts().flusher().pause(true);
        fill(cache);
        for (Durability level : List.of(Durability.LOCAL, Durability.MEMORY)) {
          assertThatThrownBy(() -> write(cache, level)).isInstanceOf(OutOfSpaceException.class);
        }
        requireAll(cache);
        disk.setFaults(ROOMY);
        int before = acknowledged.size();
        while (acknowledged.size() < before + 20) {
          write(cache, Durability.LOCAL);
        }
        requireAll(cache);
        assertThat(cache.parts().flushing().status().disk()).isEqualTo(DiskState.SOUND);
      }
    });
  }

  @Test
  void whatWasAcknowledgedBeforeSurvivesAPowerCutOnTheFullDisk() {
    simulation.run(() -> {
      CachingBlockStore cache = open(simulation, disk);
      cache.parts().flusher().pause(true);
      fill(cache);
    });
    SimulatedDisk left = disk.crashLosingAll();
    Simulation next = new Simulation(2, 5_000_000);
    next.run(() -> {
      try (CachingBlockStore cache = open(next, left)) {
        requireAll(cache);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        requireAll(beneath);
      }
    });
  }

  @Test
  void whatIsThereWhenTheCacheClosesOnTheFullDiskIsThereAtTheNextOpening() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open(simulation, disk, IndexKind.CHRONICLE, 16 << 20)) {
        cache.parts().flusher().pause(true);
        fill(cache);
      }
      assertThat(disk.names(Path.of("/cache"))).noneMatch(name -> name.endsWith(".image"));
      try (CachingBlockStore cache = open(simulation, disk, IndexKind.CHRONICLE, 16 << 20)) {
        requireAll(cache);
        disk.setFaults(ROOMY);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        requireAll(beneath);
      }
      assertThat(disk.names(Path.of("/cache"))).anyMatch(name -> name.endsWith(".image"));
    });
  }

  @Test
  void writersAreHeldBackAndNotRefusedWhileTheStoreTakesWhatTheDiskHolds() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open(simulation, disk)) {
        while (acknowledged.size() < 120) {
          write(cache, acknowledged.size() % 3 == 0 ? Durability.MEMORY : Durability.LOCAL);
        }
        cache.parts().flushing().flush(KeyPrefix.ALL);
        requireAll(cache);
      }
      requireAll(beneath);
    });
  }

  @Test
  void aDiskThatIsFullForHoursLosesNothingAndServesAgainAtOnce() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open(simulation, disk)) {
        cache.parts().flusher().pause(true);
        fill(cache);
        for (int hour = 0; hour < 2; hour++) {
          for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> write(cache, Durability.LOCAL))
                .isInstanceOf(OutOfSpaceException.class);
          }
          simulation.sleeper().sleep(Duration.ofHours(1));
        }
        disk.setFaults(ROOMY);
        write(cache, Durability.LOCAL);
        cache.parts().flusher().pause(false);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        requireAll(beneath);
      }
    });
  }

  @Test
  void aJournalFullOfWhatTheStoreDoesNotHaveRefusesInTime() {
    Metadata large = Metadata.of(Map.of("m", "x".repeat(2000)));
    disk.setFaults(ROOMY);
    simulation.run(() -> {
      try (CachingBlockStore cache = open(simulation, disk, IndexKind.HEAP, 6 << 20)) {
        cache.parts().flusher().pause(true);
        long[] begun = {0};
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 9_000; i++) {
                    begun[0] = simulation.effects().ticker().nanos();
                    cache.write(
                        BlockKey.of("k" + i),
                        Content.of(new byte[] {1}),
                        WriteOptions.DEFAULT.with(large));
                    acknowledged.add(BlockKey.of("k" + i));
                  }
                })
            .isInstanceOf(OutOfSpaceException.class);
        long waited = simulation.effects().ticker().nanos() - begun[0];
        assertThat(Duration.ofNanos(waited)).isBetween(PATIENCE, PATIENCE.multipliedBy(3));
        cache.parts().flusher().pause(false);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        assertThat(acknowledged).allMatch(key -> has(beneath, key));
      }
    });
  }

  private static boolean has(BlockStore store, BlockKey key) {
    try {
      return store.stat(key).size() == 1;
    } catch (BlockStoreException e) {
      return false;
    }
  }
}
