package io.blocktier.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Sleeper;
import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.SimulatedDisk;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.SteppingBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.audit.Audit;
import io.blocktier.segments.audit.SegmentAudit;
import io.blocktier.segments.audit.SteppingBatches;
import io.blocktier.segments.audit.Underway;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.ServerCopyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Two stores and a disk that outlive processes, what was acknowledged, and several lives of
 * managers as programs open them: one at a time, or a second one that takes over from the first.
 */
final class ManagerWorld {

  static final int LOGS = 2;
  private static final String ROOT = "w/";
  private static final int LIVES = 4;
  private static final int LATEST_CRASH = 1_200;
  private static final long MOST_STEPS = 1_000_000;
  private static final Duration AGES = Duration.ofDays(1);
  private static final Operation[] CHANGES = {
    Operation.WRITE, Operation.DELETE_ALL, Operation.COPY
  };
  private static final Operation[] LOOKS = {Operation.READ, Operation.STAT, Operation.LIST};

  private final long seed;
  private final SplittableRandom random;
  private final BlockStore hot;
  private final BlockStore cold;
  private final Optional<ServerCopyStore> server;
  private final Underway underway;
  private final SegmentAudit audit;
  private final List<List<KeyVersions>> keys = new ArrayList<>();
  private final Map<String, Optional<SortedMap<String, String>>> snapshots = new TreeMap<>();
  private final List<Together> batches = new ArrayList<>();
  private final Set<Integer> halfRecovered = new HashSet<>();
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private Simulation now = new Simulation(0, 0);
  private final boolean large;
  private SimulatedDisk disk;
  private boolean calm;
  private long trace = 7;

  /** What happened, so that a run shows what it did. */
  enum Count {
    CRASHED,
    WRITTEN,
    FENCED,
    TAKEN_OVER,
    ADOPTED,
    RECOVERED,
    REFUSED,
    ARCHIVED,
    COMPACTED,
    COLLECTED,
    LOOKED_AFTER,
    SWEPT,
    TAKEN_BACK,
    SNAPSHOTS,
    DROPPED,
    TOGETHER,
    LANDED,
    FAILED
  }

  ManagerWorld(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.large = random.nextInt(6) == 0;
    var effects = TestEffects.seeded(seed);
    this.hot = new InMemoryBlockStore("hot", InMemoryBlockStore.ALL_CAPABILITIES, effects);
    var apart = new InMemoryBlockStore("cold", InMemoryBlockStore.ALL_CAPABILITIES, effects);
    this.server = random.nextBoolean() ? Optional.of(new ServerCopyStore(apart)) : Optional.empty();
    this.cold = server.isPresent() ? server.get() : apart;
    this.underway = new Underway(random.nextLong());
    this.audit = new SegmentAudit(ROOT, hot, Map.of(Tier.HOT, hot, Tier.COLD, cold));
    Sleeper sleeper = duration -> now.sleeper().sleep(duration);
    this.disk = new SimulatedDisk(DiskFaults.of(random.nextLong()), sleeper, (_, _) -> now.step());
    for (int log = 0; log < LOGS; log++) {
      List<KeyVersions> own = new ArrayList<>();
      for (int key = 0; key < ManagerProcess.WRITERS * ManagerProcess.KEYS_EACH; key++) {
        own.add(new KeyVersions("log" + log + "/k" + key));
      }
      keys.add(own);
    }
  }

  void count(Count what, long times) {
    counts.merge(what, times, Long::sum);
  }

  long count(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Tells two worlds apart that differ anywhere. */
  long trace() {
    return trace;
  }

  /** Tells whether records are so large that files of the logs come to their end. */
  boolean isLarge() {
    return large;
  }

  List<KeyVersions> keys(int log) {
    return keys.get(log);
  }

  /** What snapshots have; empty for one that may be there or not, and that nobody has seen. */
  Map<String, Optional<SortedMap<String, String>>> snapshots() {
    return snapshots;
  }

  /** Notes that a batch is about to change two keys of a log. */
  void together(Together batch) {
    batches.add(batch);
  }

  /** What a log has may be in segments in part, until all of it is. */
  void recovering(int log, boolean under) {
    if (under) {
      halfRecovered.add(log);
    } else {
      halfRecovered.remove(log);
    }
  }

  /** No batch is torn in what somebody saw at one moment. */
  void requireWhole(Map<String, String> found, String when) {
    for (Together batch : batches) {
      if (halfRecovered.stream().noneMatch(log -> keys.get(log).contains(batch.one()))) {
        batch.require(found, when);
        count(Count.TOGETHER, 1);
      }
    }
  }

  SimulatedDisk disk() {
    return disk;
  }

  void run() throws Exception {
    for (int life = 0; life < LIVES; life++) {
      live();
      audit.amongFaults().assertSound("seed " + seed + " behind life " + life);
    }
    endWell();
    count(Count.LANDED, underway.landed());
  }

  private void live() {
    Simulation simulation = new Simulation(random.nextLong(), MOST_STEPS);
    if (random.nextInt(100) < 80) {
      simulation.crashAt(1 + random.nextInt(LATEST_CRASH));
    }
    now = simulation;
    disk.setFaults(diskFaults());
    SegmentStores stores =
        new SegmentStores(faulty(hot, simulation), Optional.of(faulty(cold, simulation)));
    SplittableRandom own = random.split();
    boolean wrong = random.nextInt(4) == 0;
    server.ifPresent(copies -> copies.setDamaging(wrong));
    boolean ended =
        simulation.run(() -> {
          underway.goOn(simulation);
          life(simulation, stores, own);
        });
    trace = trace * 31 + simulation.trace();
    if (!ended) {
      count(Count.CRASHED, 1);
      disk = disk.crash(random.nextLong());
    }
  }

  private void life(Simulation simulation, SegmentStores stores, SplittableRandom own)
      throws Exception {
    Optional<ManagerProcess> opened = openEither(simulation, stores, own);
    if (opened.isEmpty()) {
      return;
    }
    ManagerProcess first = opened.get();
    first.compare();
    if (own.nextBoolean()) {
      first.recoverOther();
    }
    List<Signal> ends = new ArrayList<>(first.work());
    Optional<ManagerProcess> second = Optional.empty();
    if (own.nextInt(3) == 0) {
      simulation.sleeper().sleep(Duration.ofMillis(own.nextInt(1_500)));
      second = open(simulation, stores, 1 - first.log(), own);
    }
    if (second.isPresent()) {
      count(Count.TAKEN_OVER, 1);
      second.get().compare();
      ends.addAll(second.get().work());
    }
    for (Signal end : ends) {
      assertThat(end.await(AGES)).as("it ended").isTrue();
    }
    first.close();
    if (second.isPresent()) {
      second.get().adopt();
      second.get().recoverOther();
      second.get().compare();
      second.get().close();
    }
  }

  /** One of both logs can always be opened, unless a store fails just then. */
  private Optional<ManagerProcess> openEither(
      Simulation simulation, SegmentStores stores, SplittableRandom own) {
    int log = own.nextInt(LOGS);
    long refused = count(Count.REFUSED);
    Optional<ManagerProcess> opened = open(simulation, stores, log, own);
    if (opened.isPresent() || count(Count.REFUSED) == refused) {
      return opened;
    }
    Optional<ManagerProcess> other = open(simulation, stores, 1 - log, own);
    assertThat(count(Count.REFUSED)).as("only one log is refused").isEqualTo(refused + 1);
    return other;
  }

  private Optional<ManagerProcess> open(
      Simulation simulation, SegmentStores stores, int log, SplittableRandom own) {
    try {
      return Optional.of(ManagerProcess.open(this, simulation, stores, log, calm, own.split()));
    } catch (InvalidRequestException leftBehind) {
      count(Count.REFUSED, 1);
    } catch (BlockStoreException e) {
      count(Count.FAILED, 1);
    }
    return Optional.empty();
  }

  /** In some lives a force fails once, and the next one of the same file succeeds. */
  private DiskFaults diskFaults() {
    int percent = random.nextInt(100) < 20 ? 100 : 0;
    DiskFaultRule once =
        DiskFaultRule.of(DiskFaultKind.IO_ERROR, percent, DiskOperation.FORCE)
            .onNames(".*seg.*")
            .onCall(4 + random.nextInt(30));
    return DiskFaults.of(random.nextLong(), once);
  }

  private BlockStore faulty(BlockStore store, Simulation simulation) {
    FaultPlan plan =
        FaultPlan.of(
            random.nextLong(),
            FaultRule.of(FaultKind.LOST_AFTER, 3, CHANGES),
            FaultRule.of(FaultKind.LOST_BEFORE, 2, CHANGES),
            FaultRule.of(FaultKind.LATE, 2, CHANGES).taking(Duration.ofMillis(400)),
            FaultRule.of(FaultKind.THROTTLED, 2, CHANGES),
            FaultRule.of(FaultKind.DELAYED, 4, CHANGES).taking(Duration.ofMillis(700)),
            FaultRule.of(FaultKind.UNAVAILABLE, 2, LOOKS),
            FaultRule.of(FaultKind.DELAYED, 2, LOOKS).taking(Duration.ofMillis(500)));
    BlockStore faulty =
        new FaultyBlockStore(underway.to(store, simulation), plan, simulation.effects());
    return new SteppingBatches(new SteppingBlockStore(faulty, simulation), simulation);
  }

  /** A last life in which nothing new goes wrong: all is there, and nothing else stays. */
  private void endWell() throws Exception {
    Simulation last = new Simulation(seed, MOST_STEPS);
    now = last;
    calm = true;
    disk.setFaults(DiskFaults.of(seed));
    server.ifPresent(copies -> copies.setDamaging(false));
    SegmentStores stores = new SegmentStores(hot, Optional.of(cold));
    SplittableRandom own = random.split();
    boolean ended =
        last.run(() -> {
          underway.goOn(last);
          ManagerProcess sole = openEither(last, stores, own).orElseThrow();
          sole.compare();
          assertThat(sole.recoverOther()).as("what the other log had").isTrue();
          sole.compare();
          sole.tidyUp();
          sole.close();
          ManagerProcess next = open(last, stores, sole.log(), own).orElseThrow();
          next.sweepAndCollect();
          next.compare();
          next.close();
        });
    assertThat(ended).as("the last life").isTrue();
    trace = trace * 31 + last.trace();
    Audit found = audit.assertSound("seed " + seed + ", at the end");
    assertThat(found.live()).as("seed %d: %s", seed, found).isEqualTo(found.listed());
    assertThat(disk.openFiles()).isEmpty();
  }
}
