package io.blocktier.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.journal.LostRecord;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Segments of which every block was written again. */
class DesertedSegmentsTest {

  private static final int SEGMENT = 1 << 20;
  private static final int BLOCK_BYTES = 100_000;
  private static final int BLOCKS_PER_SEGMENT = 10;

  /** What was given up is tried again after no longer pause. */
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private static final BlockKey OFTEN = BlockKey.of("often");
  private static final BlockKey ONCE = BlockKey.of("once");
  private static final BlockKey NEXT = BlockKey.of("next");
  private static final Path DIRECTORY = Path.of("/cache");
  private static final DiskFaults BROKEN =
      DiskFaults.of(
          1, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE).onNames(".*seg.*"));

  private final Simulation simulation = new Simulation(1, 5_000_000);
  private final BlockStore beneath = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
  private final SimulatedDisk disk =
      new SimulatedDisk(DiskFaults.of(1), simulation.sleeper(), (_, _) -> simulation.step());

  private CachingBlockStore open(Simulation in, SimulatedDisk on) throws BlockStoreException {
    return open(in, on, beneath);
  }

  private static CachingBlockStore open(Simulation in, SimulatedDisk on, BlockStore beneath)
      throws BlockStoreException {
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
    cache.write(key, version(version), WriteOptions.DEFAULT);
  }

  private static Content version(int version) {
    byte[] bytes = new byte[BLOCK_BYTES];
    bytes[0] = (byte) version;
    return Content.of(bytes);
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

  /** The write that nobody waits for begins a segment, and leaves nothing in the one before it. */
  @Test
  void aVersionStaysUntilThePowerCutSparesTheOneThatReplacedIt() {
    for (int seed = 1; seed <= 4; seed++) {
      cutAtEachStep(seed, life -> life.writeInMemory(OFTEN, BLOCKS_PER_SEGMENT + 1));
    }
  }

  /** The third version is written after the second one was given up, and before it is discarded. */
  @Test
  void aVersionStaysUntilThePowerCutSparesTheOneThatReplacedALostOne() {
    cutAtEachStep(1, Life::replaceALostOne);
  }

  /** What is done in the segment behind the one that is full of one block. */
  @FunctionalInterface
  private interface Act {
    void in(Life life) throws BlockStoreException, InterruptedException;
  }

  private static void cutAtEachStep(int seed, Act act) {
    int step = 1;
    while (!new Life(seed, step).endsWithout(act)) {
      step++;
    }
    assertThat(step).as("the steps of a life").isGreaterThan(50);
  }

  /** A process whose power is cut before one of its steps. */
  private static final class Life {

    private final int seed;
    private final int step;
    private final Simulation own;
    private final SimulatedDisk disk;
    private final BlockStore store = new Unclosed(new InMemoryBlockStore(CacheFixture.EFFECTS));
    private @Nullable CachingBlockStore cache;
    private @Nullable Act whileForced;
    private int acknowledged;

    Life(int seed, int step) {
      this.seed = seed;
      this.step = step;
      this.own = new Simulation(seed, 5_000_000);
      this.disk = new SimulatedDisk(DiskFaults.of(1), own.sleeper(), this::before);
      own.crashAt(step);
    }

    /** Tells whether it ends by itself; what it acknowledged is there in any case. */
    boolean endsWithout(Act act) {
      boolean ended =
          own.run(() -> {
            CachingBlockStore opened = open(own, disk, store);
            cache = opened;
            opened.parts().flusher().pause(true);
            for (int i = 1; i <= BLOCKS_PER_SEGMENT; i++) {
              write(opened, OFTEN, i);
              acknowledged = i;
            }
            long full = newestSegment(opened);
            act.in(this);
            assertThat(newestSegment(opened)).isGreaterThan(full);
            own.sleeper().sleep(Duration.ofSeconds(1));
          });
      whileForced = null;
      requireWhatWasAcknowledged();
      return ended;
    }

    void writeInMemory(BlockKey key, int version) throws BlockStoreException {
      requireNonNull(cache)
          .write(key, version(version), WriteOptions.DEFAULT.with(Durability.MEMORY));
    }

    /** The segment is about to be released when the second version is lost. */
    void replaceALostOne() throws BlockStoreException, InterruptedException {
      CachingBlockStore opened = requireNonNull(cache);
      disk.setFaults(BROKEN);
      writeInMemory(OFTEN, BLOCKS_PER_SEGMENT + 1);
      own.sleeper().sleep(RETRY_PAUSE);
      assertThat(opened.parts().log().lost()).isNotEmpty();
      disk.setFaults(DiskFaults.of(1));
      whileForced =
          _ -> {
            for (int i = 0; i < BLOCKS_PER_SEGMENT; i++) {
              writeInMemory(NEXT, 2);
            }
            writeInMemory(OFTEN, BLOCKS_PER_SEGMENT + 2);
            own.sleeper().sleep(RETRY_PAUSE);
          };
      writeInMemory(NEXT, 1);
    }

    private void before(DiskOperation operation, Path path) {
      Act act = whileForced;
      if (act != null && operation == DiskOperation.FORCE && path.toString().contains("seg")) {
        whileForced = null;
        act(act);
      }
      own.step();
    }

    private void act(Act act) {
      try {
        act.in(this);
      } catch (BlockStoreException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void requireWhatWasAcknowledged() {
      Simulation next = new Simulation(2, 5_000_000);
      SimulatedDisk left = disk.crashLosingAll();
      left.setFaults(DiskFaults.of(1));
      next.run(() -> {
        try (CachingBlockStore found = open(next, left, store)) {
          assertThat(versionIn(found))
              .as("behind a power cut at step %d of seed %d", step, seed)
              .isGreaterThanOrEqualTo(acknowledged);
        }
      });
    }
  }

  @Test
  void aVersionStaysWhileMemoryAloneHasTheOneThatReplacedIt() {
    simulation.run(() -> {
      CachingBlockStore cache = open(simulation, disk);
      cache.parts().flusher().pause(true);
      long oldest = fillOneWith(cache, OFTEN);
      giveUp(cache, OFTEN);
      write(cache, ONCE, 7);
      assertThat(cache.parts().log().segmentsOldestFirst()).contains(oldest);
    });
    requireBothBehindAPowerCut(1);
  }

  @Test
  void aSegmentGoesAlthoughMemoryAloneHasWhatReplacedNothingInIt() {
    simulation.run(() -> {
      CachingBlockStore cache = open(simulation, disk);
      cache.parts().flusher().pause(true);
      long oldest = fillOneWith(cache, OFTEN);
      write(cache, OFTEN, 2);
      write(cache, NEXT, 2);
      giveUp(cache, BlockKey.of("another"));
      write(cache, ONCE, 7);
      assertThat(cache.parts().log().segmentsOldestFirst()).doesNotContain(oldest);
    });
    requireBothBehindAPowerCut(2);
  }

  /** Fills a segment with a block, and another one. */
  private static long fillOneWith(CachingBlockStore cache, BlockKey key)
      throws BlockStoreException {
    write(cache, key, 1);
    long segment = newestSegment(cache);
    while (newestSegment(cache) == segment) {
      write(cache, NEXT, 1);
    }
    return segment;
  }

  /** Writes a version that the disk fails to take, and then works again. */
  private void giveUp(CachingBlockStore cache, BlockKey key) throws Exception {
    disk.setFaults(BROKEN);
    cache.write(key, version(99), WriteOptions.DEFAULT.with(Durability.MEMORY));
    simulation.sleeper().sleep(Duration.ofSeconds(10));
    assertThat(cache.parts().log().lost()).extracting(LostRecord::key).containsOnly(key.value());
    disk.setFaults(DiskFaults.of(1));
  }

  private static long newestSegment(CachingBlockStore cache) {
    return cache.parts().log().segmentsOldestFirst().getLast();
  }

  private static int versionIn(BlockStore cache) throws BlockStoreException {
    return Blocks.find(cache, OFTEN).isPresent() ? Blocks.readAll(cache, OFTEN).get() : 0;
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
