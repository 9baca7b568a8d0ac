package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
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
import io.blocktier.segments.manifest.ManifestOptions;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentNames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Two stores that outlive processes, and what has to hold of the segments in them. */
final class TieringWorld {

  static final SegmentNames NAMES = new SegmentNames(KeyPrefix.of("t/"));
  static final Duration HORIZON = Duration.ofSeconds(20);
  private static final long MOST_STEPS = 200_000;
  private static final Operation[] CHANGES = {Operation.WRITE, Operation.COPY};
  private static final Operation[] LOOKS = {Operation.READ, Operation.STAT};

  final ManifestOptions options;
  final Map<Tier, InMemoryBlockStore> stores = new HashMap<>();
  final Map<Long, byte[]> written = new HashMap<>();
  final Set<Long> acknowledged = new HashSet<>();
  final Optional<CarelessRelocation.Mistake> mistake;
  private final long seed;
  private final SplittableRandom random;
  private final boolean common;
  private final Underway underway;
  private int moved;
  private int failed;
  private int fenced;
  private int doubted;
  private long trace;

  TieringWorld(long seed, Optional<CarelessRelocation.Mistake> mistake) {
    this.seed = seed;
    this.mistake = mistake;
    this.random = new SplittableRandom(seed);
    this.common = random.nextBoolean();
    this.underway = new Underway(random.nextLong());
    this.options = options(random.nextInt(3) == 0 ? 25 : 1_500);
    Effects effects = TestEffects.seeded(seed);
    for (Tier tier : Tier.values()) {
      stores.put(tier, TierBench.memory(tier.name(), effects));
    }
  }

  /** The less time a commit has, the more of them stay in doubt. */
  private static ManifestOptions options(int commitMillis) {
    return new ManifestOptions(
        KeyPrefix.of("t/manifest/"),
        Duration.ofMillis(commitMillis),
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        Duration.ofMinutes(1),
        4,
        2,
        6);
  }

  int moved() {
    return moved;
  }

  int failed() {
    return failed;
  }

  int fenced() {
    return fenced;
  }

  int doubted() {
    return doubted;
  }

  long trace() {
    return trace;
  }

  void count(TieringReport report) {
    moved += report.moved().size();
    failed += report.failed().size();
  }

  void countFenced() {
    fenced++;
  }

  void countDoubted() {
    doubted++;
  }

  /**
   * Writers at once, each of whom fences those before, until all have ended or the power is cut.
   */
  boolean live(int writers, long crashAt) {
    Simulation simulation = new Simulation(random.nextLong(), MOST_STEPS);
    simulation.crashAt(crashAt);
    Map<Tier, BlockStore> faulty = new HashMap<>();
    for (Tier tier : Tier.values()) {
      faulty.put(tier, faulty(simulation, stores.get(tier)));
    }
    boolean ended = simulation.run(() -> main(simulation, faulty, writers));
    trace = trace * 31 + simulation.trace();
    return ended;
  }

  private void main(Simulation simulation, Map<Tier, BlockStore> faulty, int writers)
      throws InterruptedException {
    underway.goOn(simulation);
    List<Signal> ends = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Signal end = simulation.signals().create();
      TieringWorker worker = new TieringWorker(this, faulty, simulation, "writer-" + i);
      simulation
          .effects()
          .executor()
          .execute(() -> {
            worker.run();
            end.raise();
          });
      ends.add(end);
    }
    for (Signal end : ends) {
      boolean ignored = end.await(Duration.ofDays(9));
    }
  }

  private BlockStore faulty(Simulation simulation, BlockStore store) {
    FaultPlan plan =
        FaultPlan.of(
            random.nextLong(),
            FaultRule.of(FaultKind.LOST_AFTER, 8, CHANGES),
            FaultRule.of(FaultKind.LOST_BEFORE, 6, CHANGES),
            FaultRule.of(FaultKind.LATE, 6, CHANGES).taking(Duration.ofMillis(900)),
            FaultRule.of(FaultKind.THROTTLED, 5, CHANGES),
            FaultRule.of(FaultKind.DELAYED, 5, CHANGES).taking(Duration.ofMillis(700)),
            FaultRule.of(FaultKind.UNAVAILABLE, 4, LOOKS),
            FaultRule.of(FaultKind.TRUNCATED, 3, Operation.READ));
    BlockStore server = common ? new ServerCopyStore(store) : store;
    return new SteppingBlockStore(
        new FaultyBlockStore(underway.to(server, simulation), plan, simulation.effects()),
        simulation);
  }

  /** What all processes have sent is there now; returns how much came late. */
  long landAll() {
    underway.landAll();
    return underway.landed();
  }

  /** Somebody was told that a segment is there. */
  void acknowledge(long segment) {
    acknowledged.add(segment);
  }

  /** Reads a segment where a manifest says that it is, without faults. */
  boolean isReadable(SegmentEntry entry) throws BlockStoreException {
    InMemoryBlockStore store = stores.get(entry.object().tier());
    return Blocks.find(store, entry.object().key()).isPresent()
        && Blocks.readAll(store, entry.object().key())
            .equals(ByteBuffer.wrap(written.get(entry.id())));
  }

  /** What was acknowledged is in the newest manifest, and all that is there can be read. */
  void assertNothingIsLost() throws Exception {
    Map<Long, SegmentEntry> segments =
        ManifestReader.open(stores.get(Tier.HOT), options).current().segments();
    assertThat(segments.keySet()).as("seed %d", seed).containsAll(acknowledged);
    for (SegmentEntry entry : segments.values()) {
      assertThat(isReadable(entry)).as("seed %d: %s", seed, entry).isTrue();
    }
  }

  List<Orphan> listed() throws BlockStoreException {
    List<Orphan> objects = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      try (BlockListing listing = stores.get(tier).list(ListOptions.under(NAMES.objects()))) {
        listing.forEachRemaining(entry -> objects.add(orphan(tier, entry)));
      }
    }
    return objects;
  }

  private static Orphan orphan(Tier tier, ListEntry entry) {
    BlockKey key = BlockKey.of(entry.name());
    long bytes = ((ListEntry.Block) entry).stat().size();
    return new Orphan(new ObjectRef(tier, NAMES.number(key).orElseThrow(), key), bytes);
  }
}
