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
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.Simulation;
import io.blocktier.blockstore.tck.TestEffects;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.GarbagePlan;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ManifestWriter;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.Orphans;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentNames;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Two stores in memory with segments in them, and whoever writes their manifest. */
final class TierBench {

  static final SegmentNames NAMES = new SegmentNames(KeyPrefix.of("db/"));
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String OBJECTS = NAMES.objects().value();

  final ManualClock clock = ManualClock.selfAdvancing();
  Effects effects = TestEffects.seeded(42, clock);
  final InMemoryBlockStore hotMemory;
  final InMemoryBlockStore coldMemory;
  final Map<Long, byte[]> written = new HashMap<>();
  Signals signals = Signals.ofThreads();
  PayloadCounter hot;
  PayloadCounter cold;
  BlockStore manifests;
  ManifestCommits commits;
  MoveOptions options = MoveOptions.DEFAULT;
  long rate = TieringPolicy.UNLIMITED;

  TierBench(InMemoryBlockStore hotMemory, InMemoryBlockStore coldMemory) throws Exception {
    this.hotMemory = hotMemory;
    this.coldMemory = coldMemory;
    this.manifests = hotMemory;
    through(store -> store, store -> store);
    commits = writer("first");
  }

  /** Stores that know nothing of each other. */
  static TierBench apart() throws Exception {
    Effects own = TestEffects.seeded(1);
    return new TierBench(memory("hot", own), memory("cold", own));
  }

  /** The same stores with time and threads of a simulation, and a writer of their own. */
  TierBench in(Simulation simulation) throws Exception {
    effects = simulation.effects();
    signals = simulation.signals();
    commits = writer("simulated");
    return this;
  }

  /** Stores on one server. */
  static TierBench onOneServer() throws Exception {
    TierBench bench = apart();
    bench.through(ServerCopyStore::new, ServerCopyStore::new);
    return bench;
  }

  static InMemoryBlockStore memory(String name, Effects effects) {
    return new InMemoryBlockStore(name, InMemoryBlockStore.ALL_CAPABILITIES, effects);
  }

  /** Puts layers between the memory and the counters. */
  void through(UnaryOperator<BlockStore> overHot, UnaryOperator<BlockStore> overCold) {
    hot = new PayloadCounter(overHot.apply(hotMemory), OBJECTS);
    cold = new PayloadCounter(overCold.apply(coldMemory), OBJECTS);
  }

  ManifestCommits writer(String name) throws Exception {
    return new ManifestCommits(
        ManifestWriter.open(manifests, NAMES.manifest(), name, effects), signals, PATIENCE);
  }

  SegmentStores stores() {
    return new SegmentStores(hot, Optional.of(cold));
  }

  Mover mover() {
    return mover(stores());
  }

  Mover mover(SegmentStores stores) {
    return new Mover(stores, NAMES, commits, options, rate, effects, signals);
  }

  /** Adds a segment to the hot tier. */
  long add(int bytes) throws Exception {
    long id = commits.reserve(1).first();
    byte[] content = Segments.bytes(id, bytes);
    ObjectRef object = NAMES.object(Tier.HOT, id);
    Blocks.write(hotMemory, object.key(), content);
    SegmentEntry entry =
        SegmentEntry.of(id, object, Segments.content(content, id), effects.clock().millis());
    commits.commit(newest -> List.of(new Edit.AddSegments(List.of(entry))));
    written.put(id, content);
    return id;
  }

  SegmentEntry entry(long id) {
    return commits.current().segments().get(id);
  }

  Tier tier(long id) {
    return entry(id).object().tier();
  }

  InMemoryBlockStore memory(Tier tier) {
    return tier == Tier.HOT ? hotMemory : coldMemory;
  }

  boolean exists(ObjectRef object) throws Exception {
    return Blocks.find(memory(object.tier()), object.key()).isPresent();
  }

  /** Every segment of the manifest has its bytes where the manifest says. */
  void assertReadable() throws Exception {
    assertThat(commits.current().segments().keySet()).isEqualTo(written.keySet());
    for (SegmentEntry entry : commits.current().segments().values()) {
      ByteBuffer bytes = Blocks.readAll(memory(entry.object().tier()), entry.object().key());
      assertThat(bytes).isEqualTo(ByteBuffer.wrap(written.get(entry.id())));
    }
  }

  List<Orphan> listed() throws BlockStoreException {
    List<Orphan> objects = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      try (BlockListing listing = memory(tier).list(ListOptions.under(NAMES.objects()))) {
        listing.forEachRemaining(entry -> {
          BlockKey key = BlockKey.of(entry.name());
          ObjectRef object = new ObjectRef(tier, NAMES.number(key).orElseThrow(), key);
          objects.add(new Orphan(object, ((ListEntry.Block) entry).stat().size()));
        });
      }
    }
    return objects;
  }

  List<Orphan> orphans() throws Exception {
    return Orphans.among(commits.current(), listed());
  }

  void sweep() throws Exception {
    List<Orphan> found = orphans();
    commits.commit(newest ->
        found.isEmpty() ? List.of() : List.of(new Edit.NoteOrphans(Orphans.among(newest, found))));
  }

  /** A pass of garbage collection, in the order in which every collector works. */
  int collect(Duration horizon) throws Exception {
    GarbageLimits limits = new GarbageLimits(horizon, 1_000, Long.MAX_VALUE);
    Manifest manifest = commits.current();
    GarbagePlan plan = GarbagePlan.of(manifest, clock.millis(), limits);
    commits.commit(newest -> List.of(plan.condemnation()));
    for (ObjectRef object : plan.deletions()) {
      Blocks.delete(memory(object.tier()), object.key());
    }
    List<Long> gone = plan.deletions().stream().map(ObjectRef::id).toList();
    commits.commit(newest -> List.of(new Edit.Forget(gone)));
    return gone.size();
  }

  /** What is listed is what the manifest has, to the object. */
  void assertNothingIsUnknown() throws Exception {
    List<ObjectRef> known = new ArrayList<>();
    commits.current().segments().values().forEach(entry -> known.add(entry.object()));
    commits.current().garbage().values().forEach(candidate -> known.add(candidate.object()));
    assertThat(listed().stream().map(Orphan::object)).containsExactlyInAnyOrderElementsOf(known);
  }
}
