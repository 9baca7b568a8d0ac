package io.blocktier.segments.manifest;

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
import io.blocktier.segments.audit.Underway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A store that outlives processes, and what has to hold of the chain in it. */
final class ChainWorld {

  private static final long MOST_STEPS = 400_000;
  private static final Operation[] CHANGES = {Operation.WRITE};
  private static final Operation[] LOOKS = {Operation.READ, Operation.STAT, Operation.LIST};

  final ManifestOptions options;
  final ChainHistory history;
  final Set<Long> deleted = new HashSet<>();
  final Set<Orphan> objects = new LinkedHashSet<>();
  private final long seed;
  private final SplittableRandom random;
  private final Underway underway;
  private long acknowledged;
  private int acknowledgements;
  private int fenced;
  private int doubtful;
  private long trace;

  ChainWorld(long seed) {
    this(seed, true);
  }

  /** Makes one in which requests that land late may forget their conditions, as they must not. */
  ChainWorld(long seed, boolean heedsConditions) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.underway = new Underway(random.nextLong(), heedsConditions);
    this.options = options(random.nextInt(3) == 0 ? 25 : 2_000);
    this.history = new ChainHistory(new InMemoryBlockStore(TestEffects.seeded(seed)), options);
  }

  private static ManifestOptions options(int timeoutMillis) {
    return new ManifestOptions(
        KeyPrefix.of("m/"),
        Duration.ofMillis(timeoutMillis),
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        Duration.ofMillis(50),
        3,
        2,
        6);
  }

  int acknowledgements() {
    return acknowledgements;
  }

  int fenced() {
    return fenced;
  }

  int doubtful() {
    return doubtful;
  }

  /** Tells two worlds apart that differ anywhere. */
  long trace() {
    return trace;
  }

  void countFenced() {
    fenced++;
  }

  void countDoubtful() {
    doubtful++;
  }

  /** The newest manifest that anybody was told of. */
  long acknowledged() {
    return acknowledged;
  }

  /** Writers and readers at once, until all have ended or the power is cut. */
  boolean run(int writers, int readers, long crashAt) {
    Simulation simulation = new Simulation(random.nextLong(), MOST_STEPS);
    simulation.crashAt(crashAt);
    BlockStore store = faulty(simulation);
    boolean ended =
        simulation.run(() -> {
          underway.goOn(simulation);
          main(simulation, store, writers, readers);
        });
    trace = trace * 31 + simulation.trace();
    return ended;
  }

  private void main(Simulation simulation, BlockStore store, int writers, int readers)
      throws InterruptedException {
    List<Signal> ends = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      String name = "writer-" + i;
      ends.add(start(simulation, () -> new ChainWorker(this, store, simulation, name).write()));
    }
    for (int i = 0; i < readers; i++) {
      ends.add(start(simulation, () -> new ChainWorker(this, store, simulation, "r").read()));
    }
    for (Signal end : ends) {
      boolean ignored = end.await(Duration.ofDays(9));
    }
  }

  private static Signal start(Simulation simulation, Simulation.Task task) {
    Signal end = simulation.signals().create();
    simulation
        .effects()
        .executor()
        .execute(() -> {
          try {
            task.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          end.raise();
        });
    return end;
  }

  private BlockStore faulty(Simulation simulation) {
    Effects effects = simulation.effects();
    FaultPlan plan =
        FaultPlan.of(
            random.nextLong(),
            FaultRule.of(FaultKind.LOST_AFTER, 8, CHANGES),
            FaultRule.of(FaultKind.LOST_BEFORE, 5, CHANGES),
            FaultRule.of(FaultKind.LATE, 6, CHANGES).taking(Duration.ofMillis(400)),
            FaultRule.of(FaultKind.THROTTLED, 5, CHANGES),
            FaultRule.of(FaultKind.DELAYED, 6, CHANGES).taking(Duration.ofMillis(900)),
            FaultRule.of(FaultKind.UNAVAILABLE, 4, LOOKS),
            FaultRule.of(FaultKind.DELAYED, 4, LOOKS).taking(Duration.ofMillis(700)));
    BlockStore faulty = new FaultyBlockStore(underway.to(history, simulation), plan, effects);
    return new SteppingStore(new SteppingBlockStore(faulty, simulation), simulation);
  }

  /** Somebody was told of a manifest: it is in the chain, and what it needs is there. */
  void learn(Manifest manifest) throws ManifestException {
    assertThat(manifest).as("seed %d", seed).isEqualTo(history.at(manifest.number()));
    acknowledged = Math.max(acknowledged, manifest.number());
    acknowledgements++;
  }

  /** What the newest manifest and its snapshots need was not deleted. */
  void assertNothingNeededWasDeleted() throws ManifestException {
    Manifest newest = history.at(history.newest());
    Set<Long> needed = new HashSet<>();
    newest.segments().values().forEach(entry -> needed.add(entry.object().id()));
    for (String snapshot : newest.snapshots().keySet()) {
      newest
          .view(snapshot)
          .orElseThrow()
          .values()
          .forEach(entry -> needed.add(entry.object().id()));
    }
    needed.retainAll(deleted);
    assertThat(needed).as("seed %d: needed and deleted", seed).isEmpty();
  }

  /** Returns how many requests came late. */
  long landed() {
    return underway.landed();
  }

  /** Without new faults the whole chain is there, and goes on. */
  void assertGoesOn() throws Exception {
    underway.landAll();
    Effects effects = TestEffects.seeded(seed);
    assertThat(ManifestReader.open(history, options).current())
        .as("seed %d", seed)
        .isEqualTo(history.at(history.newest()));
    long before = history.newest();
    learn(ManifestWriter.open(history, options, "last", effects).commit(List.of()));
    assertThat(history.newest()).isEqualTo(before + 2);
    assertNothingNeededWasDeleted();
  }
}
