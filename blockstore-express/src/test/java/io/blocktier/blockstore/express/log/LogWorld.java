package io.blocktier.blockstore.express.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Stores that outlive runs, and what has to be in the log in them. */
final class LogWorld {

  static final LogOptions SMALL =
      new LogOptions(
          KeyPrefix.of("wal/"),
          64,
          200,
          10_000,
          400,
          5,
          Duration.ofSeconds(10),
          Duration.ofMillis(20));

  private static final long MOST_STEPS = 200_000;
  private static final int WRITERS = 3;
  private static final int RECORDS = 12;
  private static final Operation[] CHANGES = {Operation.APPEND, Operation.WRITE};
  private static final Operation[] LOOKS = {Operation.READ, Operation.STAT, Operation.LIST};

  final List<BlockStore> memory = new ArrayList<>();
  final Map<Long, String> known = new TreeMap<>();
  private final long seed;
  private final SplittableRandom random;
  private int fenced;

  LogWorld(long seed, int stores) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < stores; i++) {
      memory.add(
          new InMemoryBlockStore(
              "zone-" + i, InMemoryBlockStore.ALL_CAPABILITIES, TestEffects.seeded(seed + i)));
    }
    create();
  }

  /** A log is created by all stores together; from then on a majority will do. */
  private void create() {
    Simulation simulation = new Simulation(seed, MOST_STEPS);
    simulation.run(
        () -> AppendLog.open(memory, SMALL, simulation.effects(), simulation.signals()).close());
  }

  int fenced() {
    return fenced;
  }

  /** Writers open the log, one or several at a time, until all have ended or the power is cut. */
  void run(int logs, long crashAt) {
    Simulation simulation = new Simulation(random.nextLong(), MOST_STEPS);
    simulation.crashAt(crashAt);
    List<BlockStore> stores = faulty(simulation);
    Effects effects = simulation.effects();
    simulation.run(() -> {
      List<Signal> ends = new ArrayList<>();
      for (int log = 0; log < logs; log++) {
        Signal end = simulation.signals().create();
        ends.add(end);
        effects
            .executor()
            .execute(() -> {
              write(simulation, stores, effects);
              end.raise();
            });
      }
      for (Signal end : ends) {
        end.await(Duration.ofHours(1));
      }
    });
  }

  private void write(Simulation simulation, List<BlockStore> stores, Effects effects) {
    try {
      AppendLog log = AppendLog.open(stores, SMALL, effects, simulation.signals());
      log.replay(0, this::found);
      List<Signal> ends = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        Signal end = simulation.signals().create();
        ends.add(end);
        effects
            .executor()
            .execute(() -> {
              append(log);
              end.raise();
            });
      }
      for (Signal end : ends) {
        boolean ignored = end.await(Duration.ofHours(1));
      }
    } catch (AppendLogException | InterruptedException notOpened) {
      count(notOpened);
    }
  }

  private void append(AppendLog log) {
    try {
      for (int i = 0; i < RECORDS; i++) {
        String text = "record-" + random.nextLong();
        long index = log.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        learn(index, text);
      }
    } catch (AppendLogException e) {
      count(e);
    }
  }

  private void count(Exception e) {
    fenced += e instanceof AppendLogException.Fenced ? 1 : 0;
  }

  private void found(LogRecord record) {
    learn(record.index(), text(record));
  }

  /** What was acknowledged or found once stays where it is. */
  private void learn(long index, String text) {
    String before = known.putIfAbsent(index, text);
    assertThat(before == null || before.equals(text))
        .as("seed %d: record %d was %s and is %s", seed, index, before, text)
        .isTrue();
  }

  static String text(LogRecord record) {
    return StandardCharsets.UTF_8.decode(record.payload()).toString();
  }

  private List<BlockStore> faulty(Simulation simulation) {
    List<BlockStore> stores = new ArrayList<>();
    for (BlockStore store : memory) {
      FaultPlan plan =
          FaultPlan.of(
              random.nextLong(),
              FaultRule.of(FaultKind.LOST_AFTER, 6, CHANGES),
              FaultRule.of(FaultKind.LOST_BEFORE, 6, CHANGES),
              FaultRule.of(FaultKind.LATE, 6, CHANGES).taking(Duration.ofMillis(60)),
              FaultRule.of(FaultKind.UNAVAILABLE, 6, CHANGES),
              FaultRule.of(FaultKind.UNAVAILABLE, 10, LOOKS),
              FaultRule.of(FaultKind.DELAYED, 10, CHANGES).taking(Duration.ofMillis(500)));
      BlockStore faulty = new FaultyBlockStore(store, plan, simulation.effects());
      stores.add(new SteppingAppends(new SteppingBlockStore(faulty, simulation), simulation));
    }
    return stores;
  }

  static BlockStore down(BlockStore store, Effects effects) {
    FaultRule always = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.values());
    return new FaultyBlockStore(store, FaultPlan.of(1, always), effects);
  }

  /** Opens the log while one store is away, and compares. */
  void assertSurvivesWithout(int lost) throws Exception {
    Simulation simulation = new Simulation(random.nextLong(), MOST_STEPS);
    List<BlockStore> stores = new ArrayList<>(memory);
    if (stores.size() > 1) {
      stores.set(lost, down(stores.get(lost), simulation.effects()));
    }
    Map<Long, String> found = new TreeMap<>();
    simulation.run(() ->
        AppendLog.open(stores, SMALL, simulation.effects(), simulation.signals())
            .replay(0, record -> found.put(record.index(), text(record))));
    assertThat(found).as("seed %d without store %d", seed, lost).containsAllEntriesOf(known);
    assertThat(found.keySet())
        .as("seed %d: indexes without gaps", seed)
        .hasSize(
            found.isEmpty() ? 0 : Math.toIntExact(((TreeMap<Long, String>) found).lastKey() + 1));
    assertThat(new HashSet<>(found.values()))
        .as("seed %d: no record is there twice", seed)
        .hasSize(found.size());
    known.putAll(found);
  }
}
