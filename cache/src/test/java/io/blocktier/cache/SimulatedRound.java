package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
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
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.disk.DiskStalledException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One round of the simulation: several lives of a cache over one store and one disk, most of which
 * end with the power cut at any step; after each the disk is opened again and compared with what
 * was promised.
 */
final class SimulatedRound {

  private static final int WRITERS = 3;
  private static final int READERS = 2;
  private static final int KEYS_EACH = 2;
  private static final int OPERATIONS = 14;
  private static final int LIVES = 4;
  private static final long MAX_STEPS = 200_000;
  private static final long CAP = 1 << 20;

  /** In a row, of syncs, at most; the journal gives records up behind the second one. */
  private static final int MOST_FAILURES = 6;

  /** Less than a call of the cache waits, and more than one of the disk may take. */
  private static final Duration HANG = Duration.ofMinutes(2);

  private final SplittableRandom random;
  private final InMemoryBlockStore store = new InMemoryBlockStore(CacheFixture.EFFECTS);
  private final Map<String, KeyHistory> histories = new TreeMap<>();
  private Simulation now = new Simulation(0, 0);
  private final Versions versions = new Versions();
  private final SimulatedReads reads = new SimulatedReads(histories, versions);
  private final SimulatedChanges changes = new SimulatedChanges(histories, versions);
  private int crashes;
  private int stalls;
  private long trace = 7;

  SimulatedRound(long seed) {
    this.random = new SplittableRandom(seed);
    for (int writer = 0; writer < WRITERS; writer++) {
      for (int key = 0; key < KEYS_EACH; key++) {
        histories.put(name(writer, key), new KeyHistory());
      }
    }
  }

  private static String name(int writer, int key) {
    return "w" + writer + "/k" + key;
  }

  /** Returns how many calls the disk kept for too long, or refused for that. */
  int stalls() {
    return stalls;
  }

  int crashes() {
    return crashes;
  }

  long trace() {
    return trace;
  }

  void run() {
    DiskFaults sound = DiskFaults.of(random.nextLong());
    Sleeper sleeper = duration -> now.sleeper().sleep(duration);
    SimulatedDisk disk = new SimulatedDisk(sound, sleeper, (_, _) -> now.step());
    for (int life = 0; life < LIVES; life++) {
      disk = live(disk);
    }
    finish(disk);
  }

  /** Lets the writers work, and perhaps ends that; returns the disk as the next life finds it. */
  private SimulatedDisk live(SimulatedDisk disk) {
    Simulation simulation = new Simulation(random.nextLong(), MAX_STEPS);
    simulation.letTimePass(Duration.ofMillis(random.nextInt(4) == 0 ? 5 : 0));
    boolean crashing = random.nextInt(100) < 85;
    if (crashing) {
      simulation.crashAt(1 + random.nextInt(700));
    }
    now = simulation;
    disk.setFaults(faults());
    boolean ended = simulation.run(() -> life(simulation, disk));
    trace = trace * 31 + simulation.trace();
    crashes += ended ? 0 : 1;
    return ended ? disk : disk.crash(random.nextLong());
  }

  /**
   * In some lives a sync fails, or several in a row, and the next one of the same file succeeds; in
   * some a call hangs, for less or more than its deadline.
   */
  private DiskFaults faults() {
    List<DiskFaultRule> rules = new ArrayList<>();
    int percent = random.nextInt(100) < 30 ? 100 : 0;
    DiskFaultRule fails =
        DiskFaultRule.of(DiskFaultKind.IO_ERROR, percent, DiskOperation.FORCE).onNames(".*seg.*");
    int first = 6 + random.nextInt(40);
    int inRow = 1 + random.nextInt(MOST_FAILURES);
    for (int call = first; call < first + inRow; call++) {
      rules.add(fails.onCall(call));
    }
    DiskOperation[] operations = {DiskOperation.READ, DiskOperation.WRITE, DiskOperation.FORCE};
    DiskFaultRule hang =
        DiskFaultRule.of(
                DiskFaultKind.SLOW,
                random.nextInt(100) < 30 ? 100 : 0,
                operations[random.nextInt(operations.length)])
            .onNames(".*seg.*")
            .onCall(1 + random.nextInt(40))
            .taking(Duration.ofSeconds(random.nextInt((int) HANG.toSeconds())));
    rules.add(hang);
    return DiskFaults.of(random.nextLong(), rules.toArray(DiskFaultRule[]::new));
  }

  private void life(Simulation simulation, SimulatedDisk disk) throws Exception {
    BlockStore beneath = new SteppingBlockStore(faulty(simulation), simulation);
    try (CachingBlockStore cache = openAtLast(simulation, disk, new Unclosed(beneath))) {
      compare(cache, simulation.sleeper());
      List<Signal> ends = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        ends.add(startWriter(simulation, cache, writer));
      }
      for (int reader = 0; reader < READERS; reader++) {
        ends.add(reads.start(simulation, cache, random.split()));
      }
      for (Signal end : ends) {
        assertThat(end.await(Duration.ofHours(10))).as("a writer ended").isTrue();
      }
    } catch (StoreUnavailableException e) {
      requireSick(e);
      stalls++;
      simulation.sleeper().sleep(HANG.multipliedBy(2)); // it closes when the disk answers
    }
  }

  /** An opening that the disk keeps for too long fails, and goes on where nobody waits for it. */
  private CachingBlockStore openAtLast(
      Simulation simulation, SimulatedDisk disk, BlockStore beneath) throws Exception {
    try {
      return open(simulation, disk, beneath);
    } catch (StoreUnavailableException e) {
      requireSick(e);
      stalls++;
      simulation.sleeper().sleep(HANG.multipliedBy(2));
      return open(simulation, disk, beneath);
    }
  }

  /**
   * Nothing else makes the cache unavailable, which waits for longer than the store is down: the
   * disk hangs or fails, or what it failed found no other place.
   */
  static void requireSick(StoreUnavailableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DiskStalledException
          || cause instanceof FileSystemException
          || cause instanceof JournalFullException) {
        return;
      }
    }
    throw new AssertionError("unavailable, and the disk neither hangs nor fails", e);
  }

  private Signal startWriter(Simulation simulation, CachingBlockStore cache, int writer) {
    Signal end = simulation.signals().create();
    SplittableRandom own = random.split();
    simulation
        .effects()
        .executor()
        .execute(() -> {
          try {
            for (int i = 0; i < OPERATIONS; i++) {
              tryOperation(cache, writer, own);
            }
          } catch (BlockStoreException e) {
            throw new AssertionError("writer " + writer, e);
          }
          end.raise();
        });
    return end;
  }

  private BlockStore faulty(Simulation simulation) {
    FaultPlan plan =
        FaultPlan.of(
            random.nextLong(),
            FaultRule.of(FaultKind.UNAVAILABLE, random.nextInt(40), Operation.WRITE),
            FaultRule.of(FaultKind.LATE, random.nextInt(30), Operation.WRITE, Operation.DELETE)
                .taking(Duration.ofMillis(random.nextInt(400))),
            FaultRule.of(FaultKind.LOST_AFTER, random.nextInt(20), Operation.WRITE),
            FaultRule.of(FaultKind.LOST_BEFORE, random.nextInt(20), Operation.DELETE),
            FaultRule.of(FaultKind.DELAYED, random.nextInt(40), Operation.READ)
                .taking(Duration.ofMillis(30)),
            FaultRule.of(FaultKind.DELAYED, random.nextInt(30), Operation.WRITE)
                .taking(Duration.ofMillis(50)));
    return new FaultyBlockStore(store, plan, simulation.effects());
  }

  static CachingBlockStore open(Simulation simulation, SimulatedDisk disk, BlockStore beneath)
      throws BlockStoreException {
    return open(simulation, disk, beneath, IndexKind.HEAP);
  }

  static CachingBlockStore open(
      Simulation simulation, SimulatedDisk disk, BlockStore beneath, IndexKind index)
      throws BlockStoreException {
    CacheOptions options = CacheFixture.crowded(index, CAP);
    Windows windows = SimulatedCache.windows(simulation.effects().random());
    CacheEffects effects = CacheFixture.simulated(simulation, windows);
    return new CachingBlockStore(
        beneath, options, CacheOpening.of(beneath, options, effects, disk));
  }

  /** Refused where the disk hangs, and nothing has changed. */
  private void tryOperation(CachingBlockStore cache, int writer, SplittableRandom own)
      throws BlockStoreException {
    try {
      operate(cache, writer, own);
    } catch (StoreUnavailableException e) {
      requireSick(e);
      stalls++;
    }
  }

  private void operate(CachingBlockStore cache, int writer, SplittableRandom own)
      throws BlockStoreException {
    String name = name(writer, own.nextInt(KEYS_EACH));
    assertThat(cache.parts().flushing().status().atRiskBytes()).isBetween(0L, CAP);
    ExactCounts.require(cache.parts().index());
    switch (own.nextInt(15)) {
      case 0 -> changes.delete(cache, name);
      case 1 -> cache.parts().flushing().flush(KeyPrefix.of("w" + writer + "/"));
      case 2 -> changes.look(cache, name);
      case 3 -> reads.lookAtPart(cache, name, own);
      case 4 -> listOrEvict(cache, writer, own);
      case 5, 10 -> changes.write(cache, name, own, Durability.MEMORY);
      case 11 -> changes.replace(cache, name, own);
      case 12 -> changes.patch(cache, name, own, Durability.MEMORY);
      case 13, 14 -> changes.patch(cache, name, own, Durability.LOCAL);
      case 6 -> changes.write(cache, name, own, Durability.REMOTE);
      default -> changes.write(cache, name, own, Durability.LOCAL);
    }
  }

  private void listOrEvict(CachingBlockStore cache, int writer, SplittableRandom own)
      throws BlockStoreException {
    if (own.nextBoolean()) {
      list(cache, writer);
    } else {
      cache.parts().warming().evict(KeyPrefix.of("w" + own.nextInt(WRITERS) + "/"));
    }
  }

  private void list(BlockStore cache, int writer) throws BlockStoreException {
    String folder = "w" + writer + "/";
    List<String> listed = listed(cache, ListOptions.under(KeyPrefix.of(folder)));
    boolean there = false;
    boolean gone = true;
    for (int key = 0; key < KEYS_EACH; key++) {
      String name = name(writer, key);
      Set<Integer> visible = histories.get(name).visible();
      if (!visible.contains(0)) {
        assertThat(listed).contains(name);
        there = true;
      } else if (visible.size() == 1) {
        assertThat(listed).doesNotContain(name);
      }
      gone &= visible.equals(Set.of(0));
    }
    List<String> folders = listed(cache, ListOptions.under(KeyPrefix.ALL).folded());
    if (there) {
      assertThat(folders).contains(folder);
    } else if (gone) {
      assertThat(folders).doesNotContain(folder);
    }
  }

  private static List<String> listed(BlockStore cache, ListOptions options)
      throws BlockStoreException {
    List<String> names = new ArrayList<>();
    try (BlockListing listing = cache.list(options)) {
      listing.forEachRemaining((ListEntry entry) -> names.add(entry.name()));
    }
    return names;
  }

  /** Compares what a crash has left with what it may have left, and goes on from there. */
  private void compare(CachingBlockStore cache, Sleeper sleeper) throws Exception {
    for (Map.Entry<String, KeyHistory> entry : histories.entrySet()) {
      int found = findAtLast(cache, entry.getKey(), sleeper);
      assertThat(entry.getValue().afterPowerCut()).as(entry.getKey()).contains(found);
      entry.getValue().found(found);
    }
  }

  private int findAtLast(BlockStore cache, String name, Sleeper sleeper) throws Exception {
    try {
      return versions.find(cache, name);
    } catch (StoreUnavailableException e) {
      requireSick(e);
      stalls++;
      sleeper.sleep(HANG);
      return versions.find(cache, name);
    }
  }

  /** A last life in which nothing goes wrong: everything gets to the store. */
  private void finish(SimulatedDisk disk) {
    disk.setFaults(DiskFaults.of(random.nextLong()));
    Simulation simulation = new Simulation(random.nextLong(), MAX_STEPS);
    now = simulation;
    simulation.run(() -> {
      try (CachingBlockStore cache = open(simulation, disk, new Unclosed(store))) {
        compare(cache, simulation.sleeper());
        cache.parts().flushing().flush(KeyPrefix.ALL);
        assertThat(cache.parts().flushing().status().atRiskBytes()).isZero();
      }
    });
    assertThat(disk.openFiles()).isEmpty();
    try {
      for (String name : histories.keySet()) {
        assertThat(histories.get(name).visible()).as(name).contains(versions.find(store, name));
      }
    } catch (BlockStoreException e) {
      throw new AssertionError(e);
    }
  }
}
