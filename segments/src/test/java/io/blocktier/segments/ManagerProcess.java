package io.blocktier.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.ManagerWorld.Count;
import io.blocktier.segments.check.CheckDepth;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Snapshot;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.MoveOptions;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.PromotionPolicy;
import io.blocktier.segments.tiering.Run;
import io.blocktier.segments.tiering.TieringOptions;
import io.blocktier.segments.tiering.TieringPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * One manager of a {@link ManagerWorld}, as a program has it open: some write, somebody reads, and
 * somebody looks after the segments. Each log has keys of its own, which nobody else writes.
 */
final class ManagerProcess {

  static final int WRITERS = 2;
  static final int KEYS_EACH = 3;

  private static final int WRITES = 14;
  private static final int LARGE_WRITES = 30;
  private static final int READS = 10;
  private static final int CHORES = 12;
  private static final int TRIES = 200; // of scans that need many reads, each of which may fail

  /** Longer than any life, as the clock of each life begins anew. */
  private static final Duration CALM = Duration.ofHours(1);

  private static final GarbageLimits LIMITS =
      new GarbageLimits(Duration.ofMillis(500), 4, Long.MAX_VALUE);
  private static final CompactionPolicy POLICY =
      new CompactionPolicy(0.8, 4, 1 << 20, 600, 4_000, Duration.ZERO, Pace.UNLIMITED);
  private static final UpkeepOptions UPKEEP =
      new UpkeepOptions(Duration.ofMillis(300), POLICY, LIMITS);
  private static final TieringPolicy BY_AGE =
      new TieringPolicy(
          Optional.of(Duration.ofMillis(600)),
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          0,
          Optional.empty(),
          TieringPolicy.UNLIMITED);

  private final ManagerWorld world;
  private final Simulation simulation;
  private final SegmentManager manager;
  private final int log;
  private final SplittableRandom random;
  private boolean otherIsIn;

  private ManagerProcess(
      ManagerWorld world,
      Simulation simulation,
      SegmentManager manager,
      int log,
      SplittableRandom random) {
    this.world = world;
    this.simulation = simulation;
    this.manager = manager;
    this.log = log;
    this.random = random;
  }

  static ManagerProcess open(
      ManagerWorld world,
      Simulation simulation,
      SegmentStores stores,
      int log,
      boolean calm,
      SplittableRandom random)
      throws BlockStoreException {
    Effects effects = simulation.effects();
    SegmentEffects own = new SegmentEffects(effects, simulation.signals(), effects.executor());
    SegmentManager manager =
        SegmentManager.open(stores, options(log, calm, random.nextBoolean()), own, world.disk());
    return new ManagerProcess(world, simulation, manager, log, random);
  }

  private static Path directory(int log) {
    return Path.of("/log" + log);
  }

  /** In calm times nothing happens by itself, so that hours pass at once. */
  private static SegmentsOptions options(int log, boolean calm, boolean moves) {
    TieringOptions tiering =
        new TieringOptions(
            BY_AGE,
            Optional.of(new PromotionPolicy(2, Duration.ofMinutes(1), 10)),
            MoveOptions.DEFAULT,
            Duration.ofSeconds(1));
    SegmentsOptions options =
        SegmentsOptions.of(directory(log), "w/")
            .sealingAt(1 << 10, calm ? CALM : Duration.ofMillis(400))
            .withMemory(
                512 << 10,
                128 << 10,
                new ReadMemory(4 << 20, 1 << 20)) // what is evicted is up to chance
            .with(new IndexOptions(64 << 10, 2))
            .with(SegmentOptions.DEFAULT.withFrameBytes(256).withBatchBytes(512));
    return moves && !calm ? options.with(tiering).with(UPKEEP) : options;
  }

  int log() {
    return log;
  }

  /** What is there has to be what was acknowledged, or something later. */
  void compare() throws InterruptedException {
    Optional<SortedMap<String, String>> found = tried(() -> SegmentsFixture.scanned(manager));
    if (found.isEmpty()) {
      return;
    }
    for (int of = 0; of < ManagerWorld.LOGS; of++) {
      for (KeyVersions key : world.keys(of)) {
        boolean all = of == log || otherIsIn;
        String when = "log " + log + " at step " + simulation.steps();
        Optional<String> value = Optional.ofNullable(found.get().get(key.key()));
        int version = key.require(value, all ? key.local() : key.remote(), when);
        if (all) {
          key.seen(version);
        } else {
          key.sealed(Math.max(key.remote(), version));
        }
        if (all) {
          compareAlone(key, when);
        }
      }
    }
    world.requireWhole(found.get(), "log " + log + " at step " + simulation.steps());
    compareSnapshots();
  }

  /** A single read goes by the index, and a scan does not. */
  private void compareAlone(KeyVersions key, String when) throws InterruptedException {
    Optional<Optional<String>> alone = tried(() -> SegmentsFixture.get(manager, key.key()));
    if (alone.isPresent()) {
      key.seen(key.require(alone.get(), key.local(), when + ", alone"));
    }
  }

  private void compareSnapshots() throws InterruptedException {
    Optional<List<Snapshot>> there = tried(manager::snapshots);
    if (there.isEmpty()) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (Snapshot snapshot : there.get()) {
      names.add(snapshot.name());
      Optional<SortedMap<String, String>> found = tried(() -> view(snapshot.name()));
      Optional<SortedMap<String, String>> known =
          world.snapshots().getOrDefault(snapshot.name(), Optional.empty());
      if (found.isPresent() && known.isPresent()) {
        assertThat(found.get()).as("snapshot %s", snapshot.name()).isEqualTo(known.get());
      }
      if (found.isPresent()) {
        world.snapshots().put(snapshot.name(), found);
      }
    }
    world
        .snapshots()
        .forEach((name, content) -> {
          if (content.isPresent()) {
            assertThat(names).as("snapshots").contains(name);
          }
        });
    world.snapshots().keySet().retainAll(names);
  }

  private SortedMap<String, String> view(String snapshot) throws BlockStoreException {
    try (RecordCursor cursor = manager.view(snapshot).scan(KeyRange.ALL)) {
      return SegmentsFixture.all(cursor);
    }
  }

  /** Something that a store may fail at. */
  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws BlockStoreException;
  }

  /** Tries until it works; nothing if another process has taken over. */
  private <T> Optional<T> tried(Attempt<T> attempt) throws InterruptedException {
    BlockStoreException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        return Optional.of(attempt.make());
      } catch (StoreClosedException fenced) {
        return Optional.empty();
      } catch (BlockStoreException e) {
        last = e;
        simulation.sleeper().sleep(Duration.ofMillis(20));
      }
    }
    throw new AssertionError("it fails again and again", last);
  }

  /** Brings over what the other log has; tells whether all of it is in. */
  boolean recoverOther() {
    int other = 1 - log;
    try {
      world.recovering(other, true);
      RecoveryReport report = manager.recover(directory(other), _ -> {});
      assertThat(report.damages()).isEmpty();
      world.count(Count.RECOVERED, 1);
    } catch (InvalidRequestException nothingIsLeftThere) {
      if (world.keys(other).stream().anyMatch(key -> key.local() > key.remote())) {
        throw new AssertionError("the other log has records, and is refused", nothingIsLeftThere);
      }
    } catch (BlockStoreException e) {
      world.count(Count.FAILED, 1);
      return false;
    }
    world.recovering(other, false);
    world.keys(other).forEach(key -> key.sealed(key.local()));
    otherIsIn = true;
    return true;
  }

  /** Begins to work, and returns what tells when it is over. */
  List<Signal> work() {
    List<Signal> ends = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = writer * KEYS_EACH;
      int writes = world.isLarge() ? LARGE_WRITES : WRITES;
      ends.add(start(writes, own -> write(own, first)));
    }
    ends.add(start(READS, this::read));
    ends.add(start(CHORES, this::doChore));
    return ends;
  }

  /** One of many things that somebody does. */
  @FunctionalInterface
  private interface Turn {
    void take(SplittableRandom random) throws BlockStoreException, InterruptedException;
  }

  private Signal start(int turns, Turn turn) {
    Signal end = simulation.signals().create();
    SplittableRandom own = random.split();
    simulation
        .effects()
        .executor()
        .execute(() -> {
          try {
            take(turns, turn, own);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          end.raise();
        });
    return end;
  }

  private void take(int turns, Turn turn, SplittableRandom own) throws InterruptedException {
    for (int i = 0; i < turns; i++) {
      int dice = own.nextInt(10);
      simulation.sleeper().sleep(Duration.ofMillis(dice == 0 ? own.nextInt(1_000) : dice * 5L));
      try {
        turn.take(own);
      } catch (StoreClosedException fenced) {
        world.count(Count.FENCED, 1);
        return;
      } catch (BlockStoreException e) {
        world.count(Count.FAILED, 1);
      }
    }
  }

  private void write(SplittableRandom own, int first) throws BlockStoreException {
    KeyVersions key = world.keys(log).get(first + own.nextInt(KEYS_EACH));
    Durability level = own.nextInt(5) == 0 ? Durability.REMOTE : Durability.LOCAL;
    switch (own.nextInt(8)) {
      case 0 -> flush();
      case 1, 2 -> {
        int number = key.delete();
        manager.write(new Batch().delete(SegmentsFixture.key(key.key())), level);
        key.acknowledged(number, level);
      }
      case 3 -> writeTwo(key, world.keys(log).get(first), level);
      default -> {
        int number = key.put(world.isLarge() && own.nextInt(4) > 0);
        manager.write(put(new Batch(), key, number), level);
        key.acknowledged(number, level);
      }
    }
    world.count(Count.WRITTEN, 1);
  }

  /**
   * Writes keys of the other log, whose process has ended, before what that log has is brought
   * over: none of it is newer, whatever is compacted meanwhile.
   */
  void adopt() {
    try {
      for (KeyVersions key : world.keys(1 - log)) {
        switch (random.nextInt(6)) {
          case 0 -> {
            int number = key.delete();
            Batch batch = new Batch().delete(SegmentsFixture.key(key.key()));
            manager.write(batch, Durability.REMOTE);
            key.acknowledged(number, Durability.REMOTE);
            world.count(Count.ADOPTED, 1);
          }
          case 1 -> {
            int number = key.put(false);
            manager.write(put(new Batch(), key, number), Durability.REMOTE);
            key.acknowledged(number, Durability.REMOTE);
            world.count(Count.ADOPTED, 1);
          }
          default -> {}
        }
      }
      compact();
    } catch (BlockStoreException e) {
      world.count(Count.FAILED, 1);
    }
  }

  private void writeTwo(KeyVersions one, KeyVersions other, Durability level)
      throws BlockStoreException {
    int number = one.put(false);
    Batch batch = put(new Batch(), one, number);
    if (one == other) {
      manager.write(batch, level);
      one.acknowledged(number, level);
      return;
    }
    boolean deletes = level == Durability.REMOTE;
    int second = deletes ? other.delete() : other.put(false);
    world.together(new Together(one, number, other, second));
    manager.write(
        deletes ? batch.delete(SegmentsFixture.key(other.key())) : put(batch, other, second),
        level);
    one.acknowledged(number, level);
    other.acknowledged(second, level);
  }

  private static Batch put(Batch batch, KeyVersions key, int number) {
    return batch.put(SegmentsFixture.key(key.key()), SegmentsFixture.value(key.value(number)));
  }

  /** What was acknowledged before it is in segments behind it. */
  private void flush() throws BlockStoreException {
    Map<KeyVersions, Integer> before = new LinkedHashMap<>();
    world.keys(log).forEach(key -> before.put(key, key.local()));
    manager.flush();
    before.forEach(KeyVersions::sealed);
  }

  /** Nobody reads anything older than what was acknowledged when the read began. */
  private void read(SplittableRandom own) throws BlockStoreException {
    KeyVersions key = world.keys(log).get(own.nextInt(world.keys(log).size()));
    int least = key.local();
    Optional<String> found = SegmentsFixture.get(manager, key.key());
    key.seen(key.require(found, least, "a read of log " + log));
    if (own.nextInt(4) == 0) {
      Map<KeyVersions, Integer> before = new LinkedHashMap<>();
      world.keys(log).forEach(each -> before.put(each, each.local()));
      SortedMap<String, String> all = SegmentsFixture.scanned(manager);
      before.forEach((each, number) -> {
        Optional<String> value = Optional.ofNullable(all.get(each.key()));
        each.seen(each.require(value, number, "a scan of log " + log));
      });
      world.requireWhole(all, "a scan of log " + log);
    }
  }

  private void doChore(SplittableRandom own) throws BlockStoreException {
    switch (own.nextInt(11)) {
      case 10 -> takeBack(own);
      case 0, 1 -> move(own);
      case 2 -> manager.tier(Run.QUIET);
      case 3, 4 -> compact();
      case 5, 6 -> world.count(Count.COLLECTED, manager.gc(LIMITS, false).deleted().size());
      case 7 -> world.count(Count.SWEPT, manager.sweepOrphans(LIMITS, false).orphans().size());
      case 8 -> takeSnapshot("s" + own.nextInt(3));
      default -> dropSnapshot("s" + own.nextInt(3));
    }
  }

  private void move(SplittableRandom own) throws BlockStoreException {
    List<SegmentEntry> all = manager.listSegments();
    if (!all.isEmpty()) {
      long id = all.get(own.nextInt(all.size())).id();
      MoveOutcome outcome =
          own.nextInt(3) == 0
              ? manager.restoreToHot(id, Run.QUIET)
              : manager.archive(id, Run.QUIET);
      world.count(Count.ARCHIVED, outcome instanceof MoveOutcome.Moved ? 1 : 0);
    }
  }

  private void compact() throws BlockStoreException {
    long done =
        manager.compact(POLICY, false).jobs().stream()
            .filter(job -> job.givenUp().isEmpty())
            .count();
    world.count(Count.COMPACTED, done);
  }

  /**
   * Takes back what compaction has replaced: nobody sees anything of it, as all of it was replaced
   * by itself, or by something newer, or deleted.
   */
  private void takeBack(SplittableRandom own) throws BlockStoreException {
    List<Long> removed =
        manager.parts().stewardship().current().garbage().values().stream()
            .flatMap(candidate -> candidate.removal().stream())
            .map(removal -> removal.entry().id())
            .toList();
    if (!removed.isEmpty()) {
      manager.restore(removed.get(own.nextInt(removed.size())));
      world.count(Count.TAKEN_BACK, 1);
    }
  }

  private void takeSnapshot(String name) throws BlockStoreException {
    if (world.snapshots().containsKey(name)) {
      return;
    }
    long dropped = world.count(Count.DROPPED);
    Map<KeyVersions, Integer> before = new LinkedHashMap<>();
    world.keys(log).forEach(key -> before.put(key, key.local()));
    world.snapshots().put(name, Optional.empty()); // whatever becomes of it
    manager.snapshot(name);
    SortedMap<String, String> content = view(name);
    before.forEach((key, number) -> {
      Optional<String> value = Optional.ofNullable(content.get(key.key()));
      key.require(value, number, "snapshot " + name);
    });
    world.requireWhole(content, "snapshot " + name);
    if (dropped == world.count(Count.DROPPED)) { // who sleeps here does not know who dropped it
      world.snapshots().put(name, Optional.of(content));
    }
    world.count(Count.SNAPSHOTS, 1);
  }

  private void dropSnapshot(String name) throws BlockStoreException {
    Optional<SortedMap<String, String>> content =
        world.snapshots().getOrDefault(name, Optional.empty());
    if (content.isPresent()) {
      world.count(Count.DROPPED, 1);
      world.snapshots().put(name, Optional.empty()); // it may stay
      manager.dropSnapshot(name);
    }
  }

  /** Seals what there is, unless another one has taken over. */
  void close() throws InterruptedException {
    Map<KeyVersions, Integer> before = new LinkedHashMap<>();
    world.keys(log).forEach(key -> before.put(key, key.local()));
    world.count(Count.LOOKED_AFTER, manager.lastUpkeep().isPresent() ? 1 : 0);
    try {
      manager.close();
      before.forEach(KeyVersions::sealed);
    } catch (BlockStoreException e) {
      world.count(Count.FAILED, 1);
    }
  }

  /** Compacts to the end; nobody sees that. */
  void tidyUp() throws Exception {
    manager.flush();
    assertThat(manager.fsck(CheckDepth.RECORDS).findings()).isEmpty();
    SortedMap<String, String> before = SegmentsFixture.scanned(manager);
    for (int round = 0; round < 3; round++) {
      compact();
      simulation.sleeper().sleep(CALM);
      manager.gc(LIMITS, false);
      assertThat(SegmentsFixture.scanned(manager)).isEqualTo(before);
      compareSnapshots();
    }
    for (Snapshot snapshot : manager.snapshots()) {
      manager.dropSnapshot(snapshot.name());
    }
    world.snapshots().clear();
    assertThat(SegmentsFixture.scanned(manager)).isEqualTo(before);
  }

  /** Lets everything go that nobody needs. */
  void sweepAndCollect() throws Exception {
    SortedMap<String, String> before = SegmentsFixture.scanned(manager);
    while (!manager.sweepOrphans(LIMITS, false).orphans().isEmpty()) {
      simulation.step();
    }
    while (!manager.parts().stewardship().current().garbage().isEmpty()) {
      simulation.sleeper().sleep(CALM);
      manager.gc(LIMITS, false);
    }
    assertThat(SegmentsFixture.scanned(manager)).isEqualTo(before);
  }
}
