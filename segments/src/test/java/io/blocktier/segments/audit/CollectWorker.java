package io.blocktier.segments.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.segments.audit.CollectWorld.Count;
import io.blocktier.segments.collect.CollectionRefusedException;
import io.blocktier.segments.collect.GarbageCollector;
import io.blocktier.segments.collect.OrphanSweep;
import io.blocktier.segments.collect.Undo;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.compact.Compactor;
import io.blocktier.segments.compact.JobReport;
import io.blocktier.segments.compact.KeyIndexLiveness;
import io.blocktier.segments.compact.RecordBounds;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.Lz4;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.RecordScan;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentIdentity;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.format.SegmentWriter;
import io.blocktier.segments.format.TestReadAhead;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.ManifestWriter;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** One process of a {@link CollectWorld}. It may sleep at any time, and does not know it. */
final class CollectWorker {

  private static final int OPENINGS = 2;
  private static final int TURNS = 12;
  private static final int KEYS = 12;

  /** Longer than any life, as the clock of each life begins anew. */
  private static final Duration CALM = Duration.ofHours(1);

  private static final GarbageLimits LIMITS =
      new GarbageLimits(Duration.ofMillis(300), 4, Long.MAX_VALUE);
  private static final CompactionPolicy POLICY =
      new CompactionPolicy(0.8, 4, 1 << 20, 400, 4_000, Duration.ZERO, Pace.UNLIMITED);

  private final CollectWorld world;
  private final Simulation simulation;
  private final Effects effects;
  private final RandomGenerator random;
  private final String name;
  private final SegmentStores stores;
  private final SegmentFormat format;

  CollectWorker(
      CollectWorld world, Simulation simulation, BlockStore hot, BlockStore cold, String name) {
    this.world = world;
    this.simulation = simulation;
    this.effects = simulation.effects();
    this.random = effects.random();
    this.name = name;
    this.stores = new SegmentStores(hot, Optional.of(cold));
    SegmentOptions options = SegmentOptions.DEFAULT.withFrameBytes(256).withBatchBytes(512);
    this.format =
        new SegmentFormat(options, Lz4.portable(), effects.clock(), TestReadAhead.AT_ONCE);
  }

  private ManifestCommits open() throws ManifestException, BlockStoreException {
    ManifestWriter writer = ManifestWriter.open(stores.hot(), world.options(), name, effects);
    return new ManifestCommits(writer, simulation.signals(), Duration.ofMinutes(5));
  }

  void live() throws Exception {
    for (int i = 0; i < OPENINGS; i++) {
      nap();
      try {
        work(open());
      } catch (FencedException e) {
        world.count(Count.FENCED, 1);
      } catch (BlockStoreException | ManifestException later) {
        world.count(Count.FAILED, 1);
      }
      world.assertSound(name + " ended");
    }
  }

  private void work(ManifestCommits commits) throws Exception {
    for (int turn = 0; turn < TURNS; turn++) {
      nap();
      try {
        turn(commits);
      } catch (FencedException e) {
        throw e;
      } catch (CollectionRefusedException e) {
        world.count(Count.DISTRUSTED, 1);
      } catch (ManifestException e) {
        world.count(Count.DOUBTFUL, 1);
      } catch (BlockStoreException e) {
        world.count(Count.FAILED, 1);
      }
      if (random.nextInt(8) == 0) {
        world.assertSound(name + " took a turn");
      }
    }
  }

  private void nap() throws InterruptedException {
    int dice = random.nextInt(10);
    long millis = dice == 0 ? random.nextInt(5_000) : dice < 4 ? random.nextInt(200) : 0;
    effects.sleeper().sleep(Duration.ofMillis(millis));
    simulation.step();
  }

  private void turn(ManifestCommits commits) throws Exception {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> add(commits);
      case 3 -> move(commits);
      case 4 -> drop(commits);
      case 5 -> snapshots(commits);
      case 6 -> undo(commits);
      case 7, 8 -> collect(commits);
      case 9 -> sweep(commits);
      default -> compact(commits);
    }
  }

  /** Some keys of few, so that segments overlap. */
  private void add(ManifestCommits commits) throws Exception {
    long id = commits.reserve(1).first();
    SegmentEntry entry = upload(id);
    if (random.nextInt(6) > 0) {
      Manifest ignored = commits.commit(newest -> List.of(new Edit.AddSegments(List.of(entry))));
      world.count(Count.ADDED, 1);
    }
  }

  /** Sequence numbers follow the numbers of segments, so that they ascend across writers. */
  private SegmentEntry upload(long id) throws BlockStoreException {
    ObjectRef object = world.names.object(Tier.HOT, id);
    try (SegmentWriter writer =
        format.write(
            stores.hot(), object.key(), new SegmentIdentity(id, 1), WriteOptions.ifAbsent())) {
      for (int key = 0; key < KEYS; key++) {
        int dice = random.nextInt(4);
        RecordKey recordKey = RecordKey.of("k" + (char) ('a' + key));
        if (dice == 0 || key == id % KEYS) {
          byte[] value = ("v" + id + "-" + key).getBytes(StandardCharsets.UTF_8);
          long expiry =
              random.nextInt(6) == 0 ? effects.clock().millis() + 1_000 : RecordEntry.NEVER;
          writer.put(recordKey, id * KEYS + key, expiry, ByteBuffer.wrap(value));
        } else if (dice == 1) {
          writer.delete(recordKey, id * KEYS + key);
        }
      }
      return SegmentEntries.of(object, writer.finish());
    }
  }

  private void move(ManifestCommits commits) throws Exception {
    Optional<Long> segment = some(commits.current().segments().keySet());
    if (segment.isEmpty()) {
      return;
    }
    SegmentEntry entry = commits.current().segments().get(segment.get());
    ObjectRef source = entry.object();
    Tier tier = source.tier() == Tier.HOT ? Tier.COLD : Tier.HOT;
    ObjectRef target = world.names.object(tier, commits.reserve(1).first());
    ByteBuffer bytes = ByteBuffer.allocate((int) entry.content().bytes());
    stores.of(source.tier()).read(source.key(), ByteRange.ALL, bytes);
    stores.of(tier).write(target.key(), Content.of(bytes.flip()), WriteOptions.ifAbsent());
    Manifest ignored = commits.commit(newest -> List.of(new Edit.Move(segment.get(), target)));
  }

  private void drop(ManifestCommits commits) throws Exception {
    Optional<Long> segment = some(commits.current().segments().keySet());
    if (segment.isPresent()) {
      Manifest ignored = commits.commit(newest -> List.of(new Edit.Drop(List.of(segment.get()))));
    }
  }

  private void snapshots(ManifestCommits commits) throws Exception {
    Manifest now = commits.current();
    if (now.snapshots().isEmpty() || random.nextBoolean()) {
      String snapshot = "s" + random.nextInt(3);
      Manifest ignored =
          commits.commit(newest ->
              newest.snapshots().containsKey(snapshot)
                  ? List.of()
                  : List.of(new Edit.TakeSnapshot(snapshot, newest.lastSequence())));
    } else {
      String gone = now.snapshots().firstKey();
      Manifest ignored = commits.commit(newest -> List.of(new Edit.DropSnapshot(gone)));
    }
  }

  private void undo(ManifestCommits commits) throws Exception {
    List<Long> removed =
        commits.current().garbage().values().stream()
            .flatMap(candidate -> candidate.removal().stream())
            .map(removal -> removal.entry().id())
            .toList();
    Optional<Long> segment = some(removed);
    if (segment.isPresent()) {
      Manifest ignored = new Undo(commits, stores).run(segment.get());
      world.count(Count.UNDONE, 1);
    }
  }

  private void collect(ManifestCommits commits) throws Exception {
    int deleted =
        new GarbageCollector(commits, stores, world.names, LIMITS, effects.clock())
            .run()
            .deleted()
            .size();
    world.count(Count.COLLECTED, deleted);
  }

  private int sweep(ManifestCommits commits) throws Exception {
    int found = new OrphanSweep(commits, stores, world.names, LIMITS).run().orphans().size();
    world.count(Count.SWEPT, found);
    return found;
  }

  /** No job changes what anybody sees, now or in a snapshot. */
  private void compact(ManifestCommits commits) throws Exception {
    Compactor compactor = compactor(commits);
    List<JobReport> jobs = new ArrayList<>();
    for (var job : compactor.dryRun().plan().jobs()) {
      jobs.add(compactor.run(job));
    }
    world.count(Count.COMPACTED, jobs.stream().filter(job -> job.givenUp().isEmpty()).count());
    world.count(Count.GIVEN_UP, jobs.stream().filter(job -> job.givenUp().isPresent()).count());
  }

  private Compactor compactor(ManifestCommits commits) {
    RecordBounds views = RecordBounds.OF_THE_MANIFEST;
    KeyIndexLiveness liveness =
        new KeyIndexLiveness(stores, format, views, POLICY, effects.clock());
    return new Compactor(commits, stores, world.names, format, liveness, views, POLICY, effects);
  }

  private Optional<Long> some(Collection<Long> numbers) {
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(List.copyOf(numbers).get(random.nextInt(numbers.size())));
  }

  /** Compacts to the end with the views watched, then lets everything go that is dead. */
  void finish() throws Exception {
    ManifestCommits commits = open();
    Map<String, SortedMap<String, String>> before = views(commits.current());
    for (int round = 0; round < 3; round++) {
      compact(commits);
      assertThat(views(commits.current())).isEqualTo(before);
      effects.sleeper().sleep(CALM);
      collect(commits);
      assertThat(views(commits.current())).isEqualTo(before);
    }
    for (String snapshot : commits.current().snapshots().keySet()) {
      Manifest ignored = commits.commit(newest -> List.of(new Edit.DropSnapshot(snapshot)));
    }
    ManifestCommits last = open();
    while (sweep(last) > 0) {
      simulation.step();
    }
    while (!last.current().garbage().isEmpty()) {
      effects.sleeper().sleep(CALM);
      collect(last);
    }
    assertThat(views(last.current()).get("")).isEqualTo(before.get(""));
  }

  /** The records of all views, those of the newest under no name. */
  private Map<String, SortedMap<String, String>> views(Manifest manifest) throws Exception {
    Map<String, SortedMap<String, String>> views = new HashMap<>();
    views.put("", records(manifest.segments().values(), Long.MAX_VALUE));
    for (String snapshot : manifest.snapshots().keySet()) {
      long sequence = manifest.snapshots().get(snapshot).sequence();
      views.put(snapshot, records(manifest.view(snapshot).orElseThrow().values(), sequence));
    }
    return views;
  }

  private SortedMap<String, String> records(Collection<SegmentEntry> segments, long sequence)
      throws Exception {
    Map<String, Long> newest = new HashMap<>();
    SortedMap<String, String> values = new TreeMap<>();
    for (SegmentEntry entry : segments) {
      try (RecordScan scan =
          format
              .open(stores.of(entry.object().tier()), SegmentEntries.handle(entry))
              .scan(KeyRange.ALL)) {
        while (scan.next()) {
          String key = scan.key().toString();
          if (scan.sequence() <= sequence && scan.sequence() >= newest.getOrDefault(key, -1L)) {
            newest.put(key, scan.sequence());
            values.remove(key);
            if (scan.kind() == RecordKind.PUT && scan.expiresAt() == RecordEntry.NEVER) {
              byte[] value = new byte[scan.valueBytes()];
              scan.value().get(value);
              values.put(key, new String(value, StandardCharsets.UTF_8));
            }
          }
        }
      }
    }
    return values;
  }
}
