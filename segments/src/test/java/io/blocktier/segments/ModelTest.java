package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.all;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.scanned;
import static io.blocktier.segments.SegmentsFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.objects.Pace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes, seals, power cuts and clean stops, compared with a map after each of them. */
class ModelTest {

  private static final long MAX_STEPS = 10_000_000;
  private static final int LIVES = 6;
  private static final int STEPS = 150;
  private static final int KEYS = 40;

  private static final CompactionPolicy COMPACTION =
      new CompactionPolicy(0.9, 4, 1 << 20, 1 << 20, 1 << 20, Duration.ZERO, Pace.UNLIMITED);

  private final TreeMap<String, String> model = new TreeMap<>();
  private final Map<String, Map<String, String>> snapshots = new TreeMap<>();
  private SegmentsOptions options = OPTIONS;
  private boolean indexed;
  private int written;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsReadIsWhatAMapHolds(long seed) {
    live(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void whatIsReadIsWhatAMapHoldsOverAStoreThatFails(long seed) {
    live(
        seed,
        FaultRule.of(FaultKind.UNAVAILABLE, 5, Operation.WRITE, Operation.READ),
        FaultRule.of(FaultKind.LOST_BEFORE, 4, Operation.WRITE),
        FaultRule.of(FaultKind.LOST_AFTER, 4, Operation.WRITE),
        FaultRule.of(FaultKind.LATE, 4, Operation.WRITE).taking(Duration.ofSeconds(3)),
        FaultRule.of(FaultKind.DELAYED, 4, Operation.WRITE).taking(Duration.ofSeconds(1)));
  }

  /** Small tables do not have room for all, and there are checkpoints all the time. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22})
  void whatIsReadByAnIndexIsWhatAMapHolds(long seed) {
    options = OPTIONS.with(new IndexOptions(seed % 2 == 0 ? 256 << 10 : 16 << 10, 1));
    indexed = true;
    live(
        seed,
        FaultRule.of(FaultKind.UNAVAILABLE, 5, Operation.WRITE, Operation.READ, Operation.LIST),
        FaultRule.of(FaultKind.LOST_AFTER, 4, Operation.WRITE),
        FaultRule.of(FaultKind.LATE, 4, Operation.WRITE).taking(Duration.ofSeconds(3)));
  }

  private void live(long seed, FaultRule... faults) {
    SplittableRandom random = new SplittableRandom(seed);
    InMemoryBlockStore store = new InMemoryBlockStore(TestEffects.seeded(seed));
    SimulatedDisk disk = new SimulatedDisk(DiskFaults.of(seed), _ -> {}, (_, _) -> {});
    for (int life = 0; life < LIVES; life++) {
      Simulation simulation = new Simulation(seed * LIVES + life, MAX_STEPS);
      FaultyBlockStore faulty =
          new FaultyBlockStore(
              store, new FaultPlan(seed + life, onObjects(faults)), simulation.effects());
      SteppingBlockStore stepping = new SteppingBlockStore(faulty, simulation);
      boolean cut = random.nextBoolean();
      SimulatedDisk on = disk;
      boolean ended =
          simulation.run(() -> {
            SegmentManager manager =
                patiently(() -> SegmentsFixture.open(simulation, stepping, options, on));
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

  /** What opening asks a condition of goes well. */
  private static List<FaultRule> onObjects(FaultRule... faults) {
    return Arrays.stream(faults)
        .map(rule -> rule.onKeys("db/(segments|index|manifest/0).*"))
        .toList();
  }

  /** Reads that fail are made again, as a layer below would. */
  private static <T> T patiently(Callable<T> read) throws Exception {
    while (true) {
      try {
        return read.call();
      } catch (StoreUnavailableException | OutcomeUnknownException again) {
        assertThat(again).isNotNull();
      }
    }
  }

  private void live(SegmentManager manager, SplittableRandom random) throws Exception {
    assertThat(patiently(() -> scanned(manager))).as("after opening").isEqualTo(model);
    for (int step = 0; step < STEPS; step++) {
      change(manager, random);
      if (indexed) {
        tidy(manager, random);
      }
      String looked = pick(random);
      assertThat(patiently(() -> get(manager, looked)))
          .isEqualTo(Optional.ofNullable(model.get(looked)));
      if (random.nextInt(10) == 0) {
        requireScan(manager, random);
      }
    }
    assertThat(patiently(() -> scanned(manager))).as("before the end").isEqualTo(model);
  }

  /** Segments come and go in other ways than by sealing, and old views of them stay. */
  private void tidy(SegmentManager manager, SplittableRandom random) throws Exception {
    switch (random.nextInt(30)) {
      case 0 -> patiently(() -> manager.compact(COMPACTION, false));
      case 1 -> {
        String name = "snapshot " + snapshots.size();
        snapshots.put(name, new TreeMap<>(model));
        manager.flush();
        patiently(() -> snapshot(manager, name));
      }
      case 2, 3 -> {
        for (Map.Entry<String, Map<String, String>> taken : snapshots.entrySet()) {
          String looked = pick(random);
          assertThat(patiently(() -> seen(manager, taken.getKey(), looked)))
              .as("%s of %s", looked, taken.getKey())
              .isEqualTo(Optional.ofNullable(taken.getValue().get(looked)));
        }
      }
      default -> assertThat(manager.indexFigures().bytes()).isLessThanOrEqualTo(256 << 10);
    }
  }

  private static boolean snapshot(SegmentManager manager, String name) throws Exception {
    boolean there = manager.snapshots().stream().anyMatch(taken -> taken.name().equals(name));
    return there || manager.snapshot(name) != null;
  }

  private static Optional<String> seen(SegmentManager manager, String snapshot, String key)
      throws Exception {
    return manager.view(snapshot).get(key(key)).map(record -> SegmentsFixture.text(record.value()));
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

  private void requireScan(SegmentManager manager, SplittableRandom random) throws Exception {
    String prefix = "key/" + random.nextInt(4);
    SortedMap<String, String> found =
        patiently(() -> {
          try (RecordCursor cursor = manager.scan(key(prefix))) {
            return all(cursor);
          }
        });
    assertThat(found).isEqualTo(model.subMap(prefix, prefix + "~"));
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
