package io.blocktier.segments.audit;

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
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestOptions;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Two stores that outlive processes, and what has to hold of the objects in them. */
public final class CollectWorld {

  private static final String ROOT = "w/";
  private static final long MOST_STEPS = 400_000;
  private static final Operation[] CHANGES = {Operation.WRITE, Operation.DELETE_ALL};
  private static final Operation[] LOOKS = {Operation.READ, Operation.STAT, Operation.LIST};

  final SegmentNames names = new SegmentNames(KeyPrefix.of(ROOT));
  private final long seed;
  private final SplittableRandom random;
  private final InMemoryBlockStore hot;
  private final InMemoryBlockStore cold;
  private final SegmentAudit audit;
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private long trace;

  /** What happened, so that a run shows what it did. */
  public enum Count {
    ADDED,
    COLLECTED,
    SWEPT,
    COMPACTED,
    GIVEN_UP,
    UNDONE,
    FENCED,
    DOUBTFUL,
    DISTRUSTED,
    FAILED
  }

  public CollectWorld(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    Effects effects = TestEffects.seeded(seed);
    this.hot = new InMemoryBlockStore(effects);
    this.cold = new InMemoryBlockStore(effects);
    this.audit = new SegmentAudit(ROOT, hot, Map.of(Tier.HOT, hot, Tier.COLD, cold));
  }

  void count(Count what, long times) {
    counts.merge(what, times, Long::sum);
  }

  public long count(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Tells two worlds apart that differ anywhere. */
  public long trace() {
    return trace;
  }

  ManifestOptions options() {
    return new ManifestOptions(
        KeyPrefix.of(ROOT + "manifest/"),
        Duration.ofSeconds(2),
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        Duration.ofHours(1),
        8,
        512,
        6);
  }

  /** Writers at once, until all have ended or the power is cut. */
  public boolean run(int writers, long crashAt) {
    Simulation simulation = new Simulation(random.nextLong(), MOST_STEPS);
    simulation.crashAt(crashAt);
    BlockStore faultyHot = faulty(hot, simulation);
    BlockStore faultyCold = faulty(cold, simulation);
    boolean ended =
        simulation.run(() -> {
          List<Signal> ends = new ArrayList<>();
          for (int i = 0; i < writers; i++) {
            CollectWorker worker =
                new CollectWorker(this, simulation, faultyHot, faultyCold, "writer-" + i);
            ends.add(start(simulation, worker::live));
          }
          for (Signal end : ends) {
            boolean ignored = end.await(Duration.ofDays(9));
          }
        });
    trace = trace * 31 + simulation.trace();
    return ended;
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

  private BlockStore faulty(BlockStore store, Simulation simulation) {
    FaultPlan plan =
        FaultPlan.of(
            random.nextLong(),
            FaultRule.of(FaultKind.LOST_AFTER, 4, CHANGES),
            FaultRule.of(FaultKind.LOST_BEFORE, 3, CHANGES),
            FaultRule.of(FaultKind.LATE, 3, CHANGES).taking(Duration.ofMillis(400)),
            FaultRule.of(FaultKind.THROTTLED, 3, CHANGES),
            FaultRule.of(FaultKind.DELAYED, 5, CHANGES).taking(Duration.ofMillis(900)),
            FaultRule.of(FaultKind.LOST_AFTER, 6, Operation.DELETE_ALL).onKeys(".+"),
            FaultRule.of(FaultKind.UNAVAILABLE, 2, LOOKS),
            FaultRule.of(FaultKind.DELAYED, 3, LOOKS).taking(Duration.ofMillis(700)));
    BlockStore faulty = new FaultyBlockStore(store, plan, simulation.effects());
    return new SteppingBatches(new SteppingBlockStore(faulty, simulation), simulation);
  }

  /** Nothing that any manifest needs is missing, whoever did what when. */
  void assertSound(String occasion) throws Exception {
    audit.assertSound("seed " + seed + ", " + occasion);
  }

  /** What a view has, by a reader that knows nothing of compaction. */
  Manifest newest() throws Exception {
    return ManifestReader.open(hot, options()).current();
  }

  /**
   * The last writer, without faults: everything that is left goes, what is alive is all there is,
   * and its records are right.
   */
  public void assertEndsWell() throws Exception {
    Simulation calm = new Simulation(seed, MOST_STEPS);
    boolean ended = calm.run(() -> new CollectWorker(this, calm, hot, cold, "last").finish());
    assertThat(ended).isTrue();
    Audit last = audit.assertSound("seed " + seed + ", at the end");
    assertThat(last.live()).as("seed %d: %s", seed, last).isEqualTo(last.listed());
  }
}
