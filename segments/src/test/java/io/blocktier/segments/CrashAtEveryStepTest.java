package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Short lives of a manager, each ended at every step it takes, on the disk and on the store, by a
 * power cut that spares nothing but what was forced.
 */
class CrashAtEveryStepTest {

  private static final long MAX_STEPS = 1_000_000;

  /** Every segment is followed by a checkpoint of the index. */
  private static final SegmentsOptions INDEXED = OPTIONS.with(new IndexOptions(256 << 10, 1));

  /** What happens in a life; notes what has to be there from then on. */
  @FunctionalInterface
  private interface Life {
    void run(SegmentManager manager, Acknowledged acknowledged) throws Exception;
  }

  /** What was acknowledged, and what is under way and may be there or not. */
  private static final class Acknowledged {
    private TreeMap<String, String> certain = new TreeMap<>();
    private TreeMap<String, String> possible = new TreeMap<>();
    private TreeMap<String, String> remote = new TreeMap<>();
    private long opened = Long.MAX_VALUE;
    private SegmentsOptions options = OPTIONS;
    private boolean diskSurvives = true;

    void flush(SegmentManager manager) throws BlockStoreException {
      manager.flush();
      remote = new TreeMap<>(certain);
    }

    void put(SegmentManager manager, String key, String value) throws BlockStoreException {
      possible = new TreeMap<>(certain);
      possible.put(key, value);
      SegmentsFixture.put(manager, key, value);
      certain = possible;
    }

    void swap(SegmentManager manager, String gone, String come) throws BlockStoreException {
      possible = new TreeMap<>(certain);
      possible.remove(gone);
      possible.put(come, "swapped");
      manager.write(new Batch().delete(key(gone)).put(key(come), value("swapped")));
      certain = possible;
    }
  }

  @Test
  void acknowledgedRecordsAreThereBehindAPowerCutAtAnyStepOfSealing() {
    endAtEveryStep(
        1,
        (manager, acknowledged) -> {
          acknowledged.put(manager, "a", "one");
          acknowledged.put(manager, "b", "two");
          manager.flush();
          acknowledged.put(manager, "a", "three");
          acknowledged.swap(manager, "b", "c");
          manager.flush();
          acknowledged.put(manager, "d", "four");
        });
  }

  @Test
  void whatWasReplayedAndSealedIsThereBehindTheNextPowerCut() {
    endAtEveryStep(
        2,
        (manager, acknowledged) -> {
          acknowledged.put(manager, "a", "one");
          manager.abandon();
          manager.parts().log().close();
        },
        (manager, acknowledged) -> {
          assertThat(scanned(manager)).isEqualTo(acknowledged.certain);
          acknowledged.put(manager, "a", "two");
          manager.flush();
          acknowledged.swap(manager, "a", "b");
        });
  }

  @Test
  void sealingWhileOthersWriteLosesNothing() {
    endAtEveryStep(
        3,
        (manager, acknowledged) -> {
          acknowledged.put(manager, "a", "one");
          manager.seal();
          acknowledged.put(manager, "a", "two");
          manager.seal();
          acknowledged.swap(manager, "a", "b");
          manager.flush();
        });
  }

  @Test
  void filesOfTheLogAreReleasedWhenTheirRecordsAreInACommittedSegmentAndNotBefore() {
    String large = "large ".repeat(40_000);
    SegmentsOptions oneSegment =
        OPTIONS
            .sealingAt(8 << 20, Duration.ofHours(1))
            .withMemory(8 << 20, 256 << 10, new ReadMemory(1 << 20, 1 << 20));
    endAtEveryStep(
        () -> {
          Acknowledged acknowledged = new Acknowledged();
          acknowledged.options = oneSegment;
          return acknowledged;
        },
        4,
        (manager, acknowledged) -> {
          for (int i = 0; i < 6; i++) {
            acknowledged.put(manager, "key" + i, large + i);
          }
          assertThat(manager.parts().log().files()).as("files of the log").isEqualTo(2);
          manager.flush();
          assertThat(manager.parts().log().files()).as("files of the log").isEqualTo(1);
          acknowledged.put(manager, "key0", "small");
        });
  }

  @Test
  void whatIsRemoteIsThereThoughTheDiskIsGone() {
    endAtEveryStep(
        () -> {
          Acknowledged acknowledged = new Acknowledged();
          acknowledged.diskSurvives = false;
          return acknowledged;
        },
        5,
        (manager, acknowledged) -> {
          acknowledged.put(manager, "a", "one");
          acknowledged.flush(manager);
          acknowledged.put(manager, "b", "two");
          manager.seal();
          acknowledged.put(manager, "c", "three");
          acknowledged.flush(manager);
          acknowledged.put(manager, "d", "in the log alone");
        });
  }

  /** From the moment on in which the first manager is open. */
  private static void endAtEveryStep(int seed, Life... lives) {
    endAtEveryStep(
        () -> {
          Acknowledged acknowledged = new Acknowledged();
          acknowledged.options = INDEXED;
          return acknowledged;
        },
        seed,
        lives);
  }

  private static void endAtEveryStep(Supplier<Acknowledged> notes, int seed, Life... lives) {
    Acknowledged whole = notes.get();
    assertThat(endsBefore(Long.MAX_VALUE, seed, whole, lives)).isTrue();
    long step = whole.opened;
    while (!endsBefore(step, seed, notes.get(), lives)) {
      step++;
    }
    assertThat(step - whole.opened).as("the steps of lives").isGreaterThan(50);
  }

  /** Tells whether lives end by themselves before a step; otherwise they are cut off there. */
  private static boolean endsBefore(long step, int seed, Acknowledged acknowledged, Life... lives) {
    InMemoryBlockStore store = new InMemoryBlockStore(TestEffects.seeded(seed));
    Simulation simulation = new Simulation(seed, MAX_STEPS);
    simulation.crashAt(step);
    Simulation[] now = {simulation};
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> now[0].step());
    boolean ended =
        simulation.run(() -> {
          SteppingBlockStore stepping = new SteppingBlockStore(store, simulation);
          for (Life life : lives) {
            try (SegmentManager manager =
                SegmentsFixture.open(simulation, stepping, acknowledged.options, disk)) {
              acknowledged.opened = Math.min(acknowledged.opened, simulation.steps());
              life.run(manager, acknowledged);
            }
          }
        });
    if (!ended) {
      now[0] = new Simulation(seed, MAX_STEPS);
      SimulatedDisk left = disk.crashLosingAll();
      SimulatedDisk other = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> {});
      now[0].run(() -> {
        if (acknowledged.diskSurvives) {
          requireAll(now[0], store, left, acknowledged, step, seed);
        } else {
          requireRemote(now[0], store, other, acknowledged, step, seed);
        }
      });
    }
    return ended;
  }

  private static void requireRemote(
      Simulation simulation,
      InMemoryBlockStore store,
      SimulatedDisk disk,
      Acknowledged acknowledged,
      long step,
      int seed)
      throws BlockStoreException {
    String when = "without the disk at step " + step + " of seed " + seed;
    try (SegmentManager manager = SegmentsFixture.open(simulation, store, OPTIONS, disk)) {
      assertThat(scanned(manager)).as(when).containsAllEntriesOf(acknowledged.remote);
    }
  }

  private static void requireAll(
      Simulation simulation,
      InMemoryBlockStore store,
      SimulatedDisk disk,
      Acknowledged acknowledged,
      long step,
      int seed)
      throws BlockStoreException {
    String when = "behind a power cut at step " + step + " of seed " + seed;
    try (SegmentManager manager = SegmentsFixture.open(simulation, store, INDEXED, disk)) {
      SortedMap<String, String> found = scanned(manager);
      assertThat(found).as(when).isIn(acknowledged.certain, acknowledged.possible);
      requireEach(manager, found, when);
      put(manager, "z", "later");
      manager.flush();
      found.put("z", "later");
      assertThat(scanned(manager)).as("sealed, %s", when).isEqualTo(found);
      assertThat(manager.parts().indexing().pass()).as("indexed, %s", when).isTrue();
      requireEach(manager, found, when);
    }
  }

  /** What the index knows or not gives what a scan gives. */
  private static void requireEach(
      SegmentManager manager, SortedMap<String, String> found, String when)
      throws BlockStoreException {
    for (String key : List.of("a", "b", "c", "d", "z")) {
      assertThat(get(manager, key))
          .as("key %s, %s", key, when)
          .isEqualTo(Optional.ofNullable(found.get(key)));
    }
  }
}
