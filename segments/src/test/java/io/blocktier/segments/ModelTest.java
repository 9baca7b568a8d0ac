package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.all;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes, seals, power cuts and clean stops, compared with a map after each of them. */
class ModelTest {

  private static final long MAX_STEPS = 10_000_000;
  private static final int LIVES = 6;
  private static final int STEPS = 150;
  private static final int KEYS = 40;

  private final TreeMap<String, String> model = new TreeMap<>();
  private int written;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsReadIsWhatAMapHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    InMemoryBlockStore store = new InMemoryBlockStore(TestEffects.seeded(seed));
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> {});
    for (int life = 0; life < LIVES; life++) {
      Simulation simulation = new Simulation(seed * LIVES + life, MAX_STEPS);
      SteppingBlockStore stepping = new SteppingBlockStore(store, simulation);
      boolean cut = random.nextBoolean();
      SimulatedDisk on = disk;
      boolean ended =
          simulation.run(() -> {
            SegmentManager manager = SegmentsFixture.open(simulation, stepping, OPTIONS, on);
            live(manager, random);
            if (cut) {
              manager.abandon();
            } else {
              manager.close();
            }
          });
      assertThat(ended).isTrue();
      disk = cut ? disk.crash(seed + life) : disk;
    }
  }

  private void live(SegmentManager manager, SplittableRandom random) throws Exception {
    assertThat(scanned(manager)).as("after opening").isEqualTo(model);
    for (int step = 0; step < STEPS; step++) {
      change(manager, random);
      String looked = pick(random);
      assertThat(get(manager, looked)).isEqualTo(Optional.ofNullable(model.get(looked)));
      if (random.nextInt(10) == 0) {
        requireScan(manager, random);
      }
    }
    assertThat(scanned(manager)).as("before the end").isEqualTo(model);
  }

  private void change(SegmentManager manager, SplittableRandom random) throws Exception {
    switch (random.nextInt(20)) {
      case 0 -> manager.flush();
      case 1 -> manager.seal();
      case 2, 3, 4 -> {
        String gone = pick(random);
        manager.delete(key(gone));
        model.remove(gone);
      }
      case 5, 6 -> manager.write(batch(random));
      case 7 -> manager.write(batch(random), Durability.REMOTE);
      default -> {
        String key = pick(random);
        String value = next(random);
        manager.put(key(key), value(value));
        model.put(key, value);
      }
    }
  }

  private Batch batch(SplittableRandom random) {
    Batch batch = new Batch();
    for (int i = random.nextInt(8); i >= 0; i--) {
      String key = pick(random);
      if (random.nextInt(3) == 0) {
        batch.delete(key(key));
        model.remove(key);
      } else {
        String value = next(random);
        batch.put(key(key), value(value));
        model.put(key, value);
      }
    }
    return batch;
  }

  private static void requireEqual(RecordCursor cursor, TreeMap<String, String> expected)
      throws Exception {
    assertThat(all(cursor)).isEqualTo(expected);
  }

  private void requireScan(SegmentManager manager, SplittableRandom random) throws Exception {
    String prefix = "key/" + random.nextInt(4);
    try (RecordCursor cursor = manager.scan(key(prefix))) {
      requireEqual(cursor, new TreeMap<>(model.subMap(prefix, prefix + "~")));
    }
  }

  private static String pick(SplittableRandom random) {
    return "key/" + random.nextInt(KEYS);
  }

  /** Some values are longer than a frame. */
  private String next(SplittableRandom random) {
    int length = random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(200);
    return "value " + ++written + ".".repeat(length);
  }
}
