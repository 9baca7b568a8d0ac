package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk of the cache that fails more often than once. */
class FailingDiskTest {

  private static final BlockKey A = BlockKey.of("a");
  private static final DiskFaults SOUND = DiskFaults.of(1);
  private static final DiskFaults BROKEN =
      DiskFaults.of(
          1, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE).onNames(".*seg.*"));

  private final Simulation simulation = new Simulation(1, 1_000_000);
  private final BlockStore beneath = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
  private final SimulatedDisk disk = new SimulatedDisk(SOUND, simulation.sleeper(), this::called);

  /** Run whenever the disk is called. */
  private final AtomicReference<Runnable> whileCalled = new AtomicReference<>(() -> {});

  /** Calls that meet a defect, once. */
  private final Set<DiskOperation> defects = EnumSet.noneOf(DiskOperation.class);

  /** Files that were forced once, when they were made. */
  private final Set<Path> made = new HashSet<>();

  /** Whether syncs of what was made before fail. */
  private boolean failing;

  private void called(DiskOperation operation, Path path) throws IOException {
    whileCalled.get().run();
    simulation.step();
    if (defects.remove(operation)) {
      throw new IllegalStateException("a defect");
    }
    if (operation == DiskOperation.FORCE && !made.add(path) && failing) {
      throw new IOException("a sync that fails");
    }
  }

  private CachingBlockStore open() throws BlockStoreException {
    return open(CacheFixture.OPTIONS);
  }

  private CachingBlockStore open(CacheOptions options) throws BlockStoreException {
    CacheEffects effects = CacheFixture.simulated(simulation, Windows.DEFAULT);
    return new CachingBlockStore(
        beneath, options, CacheOpening.of(beneath, options, effects, disk));
  }

  private static Receipt write(BlockStore cache, Durability level, int value)
      throws BlockStoreException {
    return cache.write(A, Content.of(new byte[] {(byte) value}), WriteOptions.DEFAULT.with(level));
  }

  private static int read(BlockStore cache) throws BlockStoreException {
    return Blocks.readAll(cache, A).get();
  }

  /** What a meter says that is bound now. */
  private static double gauge(CachingBlockStore cache, String name) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (CacheMeters _ = CacheMeters.bind(WriteBackBlockStore.of(cache), registry, "test")) {
      return registry.get("blocktier.cache." + name).gauge().value();
    }
  }

  private static CacheStatus status(CachingBlockStore cache) throws BlockStoreException {
    return cache.parts().flushing().status();
  }

  @Test
  void whatTheJournalGaveUpStaysReadableIsCountedAndSavedWhenTheDiskRecovers() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        write(cache, Durability.LOCAL, 1);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        disk.setFaults(BROKEN);
        Receipt receipt = write(cache, Durability.MEMORY, 2);
        simulation.sleeper().sleep(Duration.ofMinutes(5));
        assertThat(read(cache)).isEqualTo(2);
        assertThat(status(cache).unjournaledBlocks()).isEqualTo(1);
        assertThat(gauge(cache, "unjournaled")).isEqualTo(1);
        assertThat(status(cache).atRiskBytes()).isEqualTo(1);
        assertThat(cache.healthCheck().healthy()).isFalse();
        assertThat(receipt.level()).isEqualTo(Durability.MEMORY);
        assertThatThrownBy(() -> receipt.await(Durability.LOCAL, Duration.ofSeconds(1)))
            .isInstanceOf(OutcomeUnknownException.class);
        assertThat(read(beneath)).as("the store must not be ahead of the journal").isEqualTo(1);
        disk.setFaults(SOUND);
        receipt.await(Durability.REMOTE, Duration.ofMinutes(1));
        assertThat(read(beneath)).isEqualTo(2);
        assertThat(status(cache).unjournaledBlocks()).isZero();
        assertThat(gauge(cache, "unjournaled")).isZero();
        assertThat(cache.healthCheck().healthy()).isTrue();
      }
    });
  }

  @Test
  void whatTheDiskFailedMovesAlthoughADefectIsInTheWayOnce() {
    simulation.run(() -> {
      CachingBlockStore cache = open();
      cache.parts().flusher().pause(true);
      write(cache, Durability.LOCAL, 1);
      defects.add(DiskOperation.READ);
      DiskFaultRule broken = DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE);
      disk.setFaults(DiskFaults.of(1, broken.onNames(".*0{16}\\.seg.*")));
      cache.write(
          BlockKey.of("b"),
          Content.of(new byte[] {2}),
          WriteOptions.DEFAULT.with(Durability.LOCAL));
      simulation.sleeper().sleep(Duration.ofSeconds(10));
      assertThat(defects).as("met").isEmpty();
      assertThat(cache.parts().rescue().isBusy()).isFalse();
      long begun = simulation.effects().ticker().nanos();
      cache.close();
      assertThat(Duration.ofNanos(simulation.effects().ticker().nanos() - begun))
          .isLessThan(Duration.ofSeconds(1));
    });
  }

  /** An older version of what is in memory alone is in the oldest segment, which has to stay. */
  @Test
  void whatTheDiskFailedIsSavedAlthoughTheFailuresHaveFilledTheJournal() {
    CacheOptions small = CacheFixture.crowded(IndexKind.HEAP, 2 << 20);
    simulation.run(() -> {
      try (CachingBlockStore cache = open(small)) {
        cache.parts().flusher().pause(true);
        write(cache, Durability.LOCAL, 1);
        for (int i = 0; cache.parts().log().freeSegments() > Room.RESERVED_SEGMENTS + 1; i++) {
          cache.write(
              BlockKey.of("f" + i),
              Content.of(new byte[250_000]),
              WriteOptions.DEFAULT.with(Durability.LOCAL));
        }
        failing = true;
        write(cache, Durability.MEMORY, 2);
        while (cache.parts().log().freeSegments() > 0) {
          simulation.sleeper().sleep(Duration.ofMillis(1));
        }
        failing = false;
        cache.parts().flusher().pause(false);
        cache.parts().flushing().flush(KeyPrefix.ALL);
        assertThat(read(beneath)).isEqualTo(2);
        assertThat(cache.parts().log().lost()).isEmpty();
        write(cache, Durability.LOCAL, 3);
        assertThat(cache.parts().log().freeSegments()).isPositive();
      }
    });
  }

  /** What is at risk in the oldest segment has to move, and each attempt uses a segment up. */
  @Test
  void writersGoOnAlthoughMovesThatFailedHaveFilledTheJournal() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open(CacheFixture.crowded(IndexKind.HEAP, 2 << 20))) {
        cache.parts().flusher().pause(true);
        write(cache, Durability.LOCAL, 1);
        boolean full = false;
        for (int i = 0; !full; i++) {
          assertThat(i).as("blocks that came from the store").isLessThan(1000);
          BlockKey clean = BlockKey.of("f" + i);
          Blocks.write(beneath, clean, new byte[200_000]);
          Blocks.readAll(cache, clean);
          failing |= cache.parts().log().freeSegments() <= Room.RESERVED_SEGMENTS;
          full = cache.parts().log().freeSegments() <= 0;
        }
        simulation.sleeper().sleep(Duration.ofSeconds(10));
        failing = false;
        cache.write(
            BlockKey.of("b"),
            Content.of(new byte[] {2}),
            WriteOptions.DEFAULT.with(Durability.LOCAL));
        assertThat(cache.parts().log().freeSegments()).isPositive();
        assertThat(read(cache)).isEqualTo(1);
      }
    });
  }

  @Test
  void whatIsReplacedMeanwhileIsForgotten() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        disk.setFaults(BROKEN);
        write(cache, Durability.MEMORY, 2);
        assertThatThrownBy(() -> write(cache, Durability.LOCAL, 3))
            .isInstanceOf(OutcomeUnknownException.class);
        disk.setFaults(SOUND);
        Receipt last = write(cache, Durability.LOCAL, 4);
        simulation.sleeper().sleep(Duration.ofSeconds(10));
        assertThat(cache.parts().log().lost()).isEmpty();
        last.await(Durability.REMOTE, Duration.ofMinutes(1));
        assertThat(read(beneath)).isEqualTo(4);
      }
    });
  }

  @Test
  void whoeverWritesWhereNoFileCanBeMadeAnyMoreIsToldWithoutAWait() {
    simulation.run(() -> {
      CachingBlockStore cache = open();
      disk.setFaults(
          DiskFaults.of(
              1, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE_DIRECTORY)));
      long begun = simulation.effects().ticker().nanos();
      for (int i = 0; i < 1000; i++) {
        assertThatThrownBy(() -> write(cache, Durability.LOCAL, 1))
            .isInstanceOf(OutcomeUnknownException.class);
        write(cache, Durability.MEMORY, 2);
      }
      long taken = simulation.effects().ticker().nanos() - begun;
      assertThat(Duration.ofNanos(taken)).isLessThan(CacheFixture.OPTIONS.patience());
      simulation.sleeper().sleep(Duration.ofSeconds(10));
      assertThat(cache.parts().log().bytesInMemory()).isLessThan(10);
      assertThatThrownBy(cache::close).isInstanceOf(OutcomeUnknownException.class);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void closingOnABrokenDiskSaysWhatIsLost(int secondsLater) {
    simulation.run(() -> {
      CachingBlockStore cache = open();
      cache.parts().flusher().pause(true);
      disk.setFaults(BROKEN);
      whileCalled.set(this::pause);
      write(cache, Durability.MEMORY, 2);
      simulation.sleeper().sleep(Duration.ofSeconds(secondsLater));
      assertThat(cache.parts().log().lost()).hasSize(secondsLater == 0 ? 0 : 1);
      assertThatThrownBy(cache::close)
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("1 blocks were acknowledged in memory alone")
          .hasMessageContaining("'a'");
      disk.setFaults(SOUND);
      assertThat(disk.openFiles()).isEmpty();
    });
  }

  private void pause() {
    try {
      simulation.sleeper().sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "WRITE", "FORCE"})
  void anImageOfTheIndexThatFailsIsMissedByNobody(DiskOperation operation) {
    CacheOptions options = CacheFixture.options(Path.of("cache"), IndexKind.CHRONICLE);
    CacheEffects effects = CacheFixture.simulated(simulation, Windows.DEFAULT);
    DiskFaultRule rule =
        DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, operation).onNames(".*image.*");
    simulation.run(() -> {
      for (int life = 1; life <= 3; life++) {
        try (CachingBlockStore cache =
            new CachingBlockStore(
                beneath, options, CacheOpening.of(beneath, options, effects, disk))) {
          assertThat(life == 1 ? 0 : read(cache)).isEqualTo(life - 1);
          write(cache, Durability.LOCAL, life);
          disk.setFaults(life == 2 ? SOUND : DiskFaults.of(1, rule));
        }
        Path directory = options.directory().toAbsolutePath();
        assertThat(disk.names(directory).stream().anyMatch(name -> name.endsWith(".image")))
            .as("an image behind life %d", life)
            .isEqualTo(life == 2);
        assertThat(disk.openFiles()).isEmpty();
      }
    });
  }

  @Test
  void aDamagedJournalIsCountedAndAFlushDoesNotClaimThatTheStoreHasEverything() {
    simulation.run(() -> {
      try (CachingBlockStore cache = open()) {
        write(cache, Durability.LOCAL, 1);
        cache.parts().flushing().flush(KeyPrefix.ALL);
      }
      Path directory = CacheFixture.OPTIONS.directory().toAbsolutePath();
      for (String name : disk.names(directory)) {
        if (name.endsWith(".seg")) {
          try (DiskFile file = disk.open(directory.resolve(name), Disk.Mode.WRITE)) {
            file.write(new ByteBuffer[] {ByteBuffer.allocate(100)}, 0);
          }
        }
      }
      try (CachingBlockStore cache = open()) {
        assertThat(status(cache).damages()).isPositive();
        assertThat(gauge(cache, "damages")).isEqualTo((double) status(cache).damages());
        assertThat(cache.healthCheck().healthy()).isFalse();
        assertThatThrownBy(() -> cache.parts().flushing().flush(KeyPrefix.ALL))
            .isInstanceOf(CorruptBlockException.class)
            .hasMessageContaining("the journal is damaged")
            .hasMessageContaining("new directory");
      }
    });
  }

  @Test
  void deletionsOfWhichTheJournalGaveSomeUpAreNotAcknowledged() {
    List<BlockKey> keys = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      keys.add(BlockKey.of("k" + i + "x".repeat(850)));
    }
    simulation.run(() -> {
      CachingBlockStore cache = open();
      write(cache, Durability.LOCAL, 1);
      whileCalled.set(() -> {
        if (!cache.parts().log().lost().isEmpty()) {
          disk.setFaults(SOUND);
        }
      });
      disk.setFaults(BROKEN);
      WriteOptions inMemory = WriteOptions.DEFAULT.with(Durability.MEMORY);
      for (int i = 0; i < 60; i++) { // so that the deletions behind do not get into one batch
        cache.write(BlockKey.of("m" + i), Content.of(new byte[16_000]), inMemory);
      }
      assertThatThrownBy(() -> cache.deleteAll(keys)).isInstanceOf(OutcomeUnknownException.class);
    });
  }
}
