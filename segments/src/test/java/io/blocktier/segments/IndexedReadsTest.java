package io.blocktier.segments;

import static io.blocktier.segments.SegmentsFixture.OPTIONS;
import static io.blocktier.segments.SegmentsFixture.get;
import static io.blocktier.segments.SegmentsFixture.key;
import static io.blocktier.segments.SegmentsFixture.put;
import static io.blocktier.segments.SegmentsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.segments.audit.SegmentAudit;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.Lz4;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.TestReadAhead;
import io.blocktier.segments.index.Collisions;
import io.blocktier.segments.index.IndexFigures;
import io.blocktier.segments.index.IndexKeeper;
import io.blocktier.segments.index.SegmentIndex;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestReader;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.MoveOutcome;
import io.blocktier.segments.tiering.Run;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What reads cost with an index, and that they find the same whatever the index knows. */
class IndexedReadsTest {

  private static final int SEGMENTS = 20;
  private static final int KEYS = 50;
  private static final CompactionPolicy POLICY =
      new CompactionPolicy(0.8, 8, 1 << 20, 1 << 20, 1 << 20, Duration.ZERO, Pace.UNLIMITED);

  private final SegmentsFixture fixture = new SegmentsFixture();
  private final Counting store = new Counting(fixture.store);
  private final SegmentAudit audit =
      new SegmentAudit("db/", fixture.store, Map.of(Tier.HOT, fixture.store));

  /** Counts reads, and refuses to take checkpoints where it is told to. */
  private static final class Counting extends ForwardingBlockStore {

    private final AtomicInteger segments = new AtomicInteger();
    private final AtomicInteger checkpoints = new AtomicInteger();
    private final AtomicBoolean refusing = new AtomicBoolean();

    Counting(BlockStore inner) {
      super(inner);
    }

    @Override
    public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
        throws BlockStoreException {
      if (key.value().startsWith("db/segments/")) {
        segments.incrementAndGet();
      } else if (key.value().startsWith("db/index/")) {
        checkpoints.incrementAndGet();
      }
      return super.read(key, range, target);
    }

    @Override
    public Receipt write(BlockKey key, Content content, WriteOptions options)
        throws BlockStoreException {
      if (refusing.get() && key.value().startsWith("db/index/")) {
        throw new StoreUnavailableException(
            Failure.of(this, Operation.WRITE, key, "no checkpoints today"), null);
      }
      return super.write(key, content, options);
    }

    void reset() {
      segments.set(0);
      checkpoints.set(0);
    }

    @Override
    public String toString() {
      return "counting(" + inner() + ")";
    }
  }

  private static SegmentsOptions with(long tableBytes, int checkpointSegments) {
    return OPTIONS.with(new IndexOptions(tableBytes, checkpointSegments));
  }

  private SegmentManager open(SegmentsOptions options) throws Exception {
    return fixture.open(store, options);
  }

  /** Every segment spans all keys, and has one of twenty. */
  private void write(SegmentManager manager, int segments) throws Exception {
    for (int segment = 0; segment < segments; segment++) {
      for (int i = segment; i < KEYS * SEGMENTS; i += SEGMENTS) {
        put(manager, name(i), "value " + i);
      }
      manager.flush();
    }
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "key-%05d", number);
  }

  private static void indexed(SegmentManager manager) {
    assertThat(manager.parts().indexing().pass()).as("the index is up to date").isTrue();
  }

  private void requireAll(SegmentManager manager) throws Exception {
    for (int i = 0; i < KEYS * SEGMENTS; i++) {
      assertThat(get(manager, name(i))).contains("value " + i);
    }
  }

  private List<BlockKey> checkpoints() throws Exception {
    List<BlockKey> keys = new ArrayList<>();
    try (var listing = fixture.store.list(ListOptions.under(KeyPrefix.of("db/index/")))) {
      listing.forEachRemaining(entry -> keys.add(((ListEntry.Block) entry).stat().key()));
    }
    return keys;
  }

  @Test
  void aColdReadCostsOneRequestAndAnAbsentKeyNoneAmongManySegments() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, 0))) {
      write(manager, SEGMENTS);
    }
    SegmentsOptions keepingNoFrames =
        with(1 << 20, 0)
            .withMemory(
                OPTIONS.maxUnsealedBytes(), OPTIONS.maxBatchBytes(), new ReadMemory(1 << 20, 0));
    try (SegmentManager manager = open(keepingNoFrames)) {
      indexed(manager);
      store.reset();
      for (int i = 0; i < 100; i++) {
        assertThat(get(manager, name(3) + "absent" + i)).isEmpty();
      }
      assertThat(store.segments.get()).as("absent keys, no footer known").isZero();
      for (int i = 0; i < SEGMENTS; i++) {
        assertThat(get(manager, name(i))).contains("value " + i);
      }
      assertThat(store.segments.get()).as("footer and frame").isEqualTo(2 * SEGMENTS);
      store.reset();
      for (int i = 0; i < 5 * SEGMENTS; i++) {
        assertThat(get(manager, name(i))).contains("value " + i);
      }
      assertThat(store.segments.get()).as("one frame each").isEqualTo(5 * SEGMENTS);
    }
  }

  @Test
  void aFrameIsReadOnceAmongManySegments() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, 0))) {
      write(manager, SEGMENTS);
      indexed(manager);
      store.reset();
      requireAll(manager);
      assertThat(store.segments.get()).as("footers and frames").isEqualTo(2 * SEGMENTS);
      requireAll(manager);
      assertThat(store.segments.get()).as("warm").isEqualTo(2 * SEGMENTS);
    }
  }

  @Test
  void withoutAnIndexTheSameIsFoundByMoreRequests() throws Exception {
    try (SegmentManager manager = open(with(0, 0))) {
      write(manager, SEGMENTS);
      store.reset();
      int inTheOldest = 2 * SEGMENTS;
      assertThat(get(manager, name(inTheOldest))).contains("value " + inTheOldest);
      assertThat(store.segments.get()).as("footers of newer segments").isGreaterThan(SEGMENTS / 2);
      requireAll(manager);
      assertThat(manager.indexFigures()).isEqualTo(new IndexFigures(0, 0, 0, 0, 0, 0, 0, 0));
    }
    assertThat(checkpoints()).isEmpty();
  }

  @Test
  void aFreshNodeReadsTheCheckpointAndTheKeysOfWhatIsNewer() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, SEGMENTS - 2))) {
      write(manager, SEGMENTS - 2);
      indexed(manager);
      for (int i = SEGMENTS - 2; i < KEYS * SEGMENTS; i += SEGMENTS) {
        put(manager, name(i), "value " + i);
        put(manager, name(i + 1), "value " + (i + 1));
      }
      manager.flush();
    }
    assertThat(checkpoints()).hasSize(1);
    store.reset();
    try (SegmentManager manager = open(with(1 << 20, SEGMENTS - 2))) {
      indexed(manager);
      assertThat(store.checkpoints.get()).as("one object").isEqualTo(1);
      assertThat(store.segments.get()).as("key indexes").isEqualTo(1);
      IndexFigures figures = manager.indexFigures();
      assertThat(figures.fromCheckpoints()).isEqualTo(SEGMENTS - 2);
      assertThat(figures.fromKeyIndexes()).isEqualTo(1);
      assertThat(figures.records()).isEqualTo(KEYS * SEGMENTS);
      requireAll(manager);
    }
  }

  @Test
  void aReaderLoadsTheKeysToo() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, SEGMENTS))) {
      write(manager, SEGMENTS);
      indexed(manager);
      store.reset();
      ReadOnlySegments reader =
          ReadOnlySegments.open(
              new SegmentStores(store, Optional.empty()),
              OPTIONS.names(),
              OPTIONS.format(),
              OPTIONS.reading(),
              new IndexOptions(1 << 20, 0),
              fixture.effects);
      assertThat(reader.loadKeys().segments()).isEqualTo(SEGMENTS);
      assertThat(store.segments.get()).isZero();
      assertThat(reader.newest().get(key(name(3) + "absent"))).isEmpty();
      assertThat(store.segments.get()).isZero();
      assertThat(reader.newest().get(key(name(3))).map(record -> text(record.value())))
          .contains("value 3");
      assertThat(store.segments.get()).isEqualTo(2);
      put(manager, "later", "one more");
      manager.flush();
      reader.refresh();
      assertThat(reader.newest().get(key("later"))).isPresent();
      assertThat(reader.loadKeys().segments()).isEqualTo(SEGMENTS + 1);
    }
  }

  @Test
  void aDamagedCheckpointIsReplacedByTheOneBeforeOrByKeyIndexes() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, 1))) {
      write(manager, 2);
      indexed(manager);
      write(manager, 1);
      indexed(manager);
    }
    List<BlockKey> both = checkpoints();
    assertThat(both).hasSize(2);
    damage(both.get(1));
    try (SegmentManager manager = open(with(1 << 20, 0))) {
      indexed(manager);
      assertThat(manager.indexFigures().unusable()).isEqualTo(1);
      assertThat(manager.indexFigures().fromCheckpoints()).isPositive();
      assertThat(get(manager, name(0))).contains("value 0");
    }
    damage(both.get(0));
    try (SegmentManager manager = open(with(1 << 20, 0))) {
      indexed(manager);
      assertThat(manager.indexFigures().unusable()).isEqualTo(2);
      assertThat(manager.indexFigures().fromCheckpoints()).isZero();
      assertThat(manager.indexFigures().segments()).isEqualTo(3);
      assertThat(get(manager, name(0))).contains("value 0");
    }
  }

  private void damage(BlockKey key) throws Exception {
    ByteBuffer bytes = Blocks.readAll(fixture.store, key);
    byte[] wrong = new byte[bytes.remaining()];
    bytes.get(wrong);
    wrong[wrong.length / 2] ^= 1;
    Blocks.write(fixture.store, key, wrong);
  }

  @Test
  void aCheckpointThatCannotBeWrittenFailsNobodysCallAndComesLater() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, 1))) {
      store.refusing.set(true);
      write(manager, 3);
      assertThat(manager.parts().indexing().pass()).as("written").isFalse();
      assertThat(manager.indexFigures().failed()).isPositive();
      assertThat(manager.indexFigures().written()).isZero();
      assertThat(manager.healthCheck().healthy()).isTrue();
      assertThat(get(manager, name(2))).contains("value 2");
      store.refusing.set(false);
      indexed(manager);
      assertThat(manager.indexFigures().written()).isPositive();
    }
    assertThat(checkpoints()).isNotEmpty();
  }

  @Test
  void twoCheckpointsStayWhoeverWroteTheOthers() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, 1))) {
      for (int i = 0; i < 5; i++) {
        write(manager, 1);
        indexed(manager);
      }
      assertThat(checkpoints()).hasSize(2);
      assertThat(manager.indexFigures().written()).isGreaterThan(2);
      audit.assertSound("beside checkpoints");
    }
    for (int i = 1; i <= 5; i++) {
      Blocks.write(fixture.store, OPTIONS.names().checkpoint(i), new byte[] {1});
    }
    List<BlockKey> newest = checkpoints();
    try (SegmentManager manager = open(with(0, 0))) {
      manager.sweepOrphans(GarbageLimits.DEFAULT, true);
      assertThat(checkpoints()).as("a dry run").hasSize(newest.size());
      manager.sweepOrphans(GarbageLimits.DEFAULT, false);
      assertThat(checkpoints()).isEqualTo(newest.subList(newest.size() - 2, newest.size()));
      audit.assertSound("swept");
    }
  }

  @Test
  void segmentsThatTheTableHasNoRoomForAreSearchedAsBefore() throws Exception {
    try (SegmentManager manager = open(with(32 << 10, 1))) {
      write(manager, SEGMENTS);
      indexed(manager);
      assertThat(manager.indexFigures().segments()).isBetween(1L, SEGMENTS - 1L);
      assertThat(manager.indexFigures().bytes()).isLessThanOrEqualTo(32 << 10);
      requireAll(manager);
      assertThat(get(manager, name(3) + "absent")).isEmpty();
    }
  }

  @Test
  void compactedDeletedAndBroughtBackSegmentsAreSeenAsTheyAre() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, 1))) {
      put(manager, "a", "old");
      put(manager, "b", "old");
      manager.flush();
      manager.snapshot("before");
      put(manager, "a", "new");
      manager.delete(key("b"));
      manager.flush();
      indexed(manager);
      assertThat(get(manager, "a")).contains("new");
      assertThat(get(manager, "b")).isEmpty();
      assertThat(manager.view("before").get(key("b"))).isPresent();
      long newest = manager.listSegments().getLast().id();
      manager.deleteSegment(newest);
      assertThat(get(manager, "a")).as("before the index knows").contains("old");
      indexed(manager);
      assertThat(get(manager, "a")).contains("old");
      assertThat(get(manager, "b")).contains("old");
      manager.restore(newest);
      assertThat(get(manager, "a")).as("before the index knows").contains("new");
      indexed(manager);
      assertThat(get(manager, "a")).contains("new");
      assertThat(get(manager, "b")).isEmpty();
      assertThat(manager.compact(POLICY, false).gain()).isNotZero();
      assertThat(get(manager, "a")).as("before the index knows").contains("new");
      indexed(manager);
      assertThat(get(manager, "a")).contains("new");
      assertThat(get(manager, "b")).isEmpty();
      assertThat(manager.view("before").get(key("a")).map(record -> text(record.value())))
          .contains("old");
      audit.assertSound("compacted");
    }
  }

  @Test
  void segmentsThatMoveStayIndexedAndTheirKeysCostAsMuch() throws Exception {
    Counting cold =
        new Counting(
            new InMemoryBlockStore("cold", InMemoryBlockStore.ALL_CAPABILITIES, fixture.effects));
    SegmentEffects own =
        new SegmentEffects(fixture.effects, Signals.ofThreads(), fixture.effects.executor());
    SegmentStores stores = new SegmentStores(store, Optional.of(cold));
    try (SegmentManager manager =
        SegmentManager.open(stores, with(1 << 20, 0), own, fixture.disk)) {
      write(manager, SEGMENTS);
      for (SegmentEntry segment : manager.listSegments()) {
        assertThat(manager.archive(segment.id(), Run.QUIET)).isInstanceOf(MoveOutcome.Moved.class);
      }
      indexed(manager);
      assertThat(manager.indexFigures().fromKeyIndexes()).as("read again").isZero();
      store.reset();
      cold.reset();
      assertThat(get(manager, name(3))).contains("value 3");
      assertThat(get(manager, name(3) + "absent")).isEmpty();
      assertThat(cold.segments.get()).as("footer and frame").isEqualTo(2);
      for (SegmentEntry segment : manager.listSegments()) {
        manager.restoreToHot(segment.id(), Run.QUIET);
      }
      cold.reset();
      requireAll(manager);
      assertThat(cold.segments.get()).isZero();
      assertThat(manager.indexFigures().segments()).isEqualTo(SEGMENTS);
    }
  }

  @Test
  void deletedKeysCostNothingOnceTheKeyIndexIsKnown() throws Exception {
    try (SegmentManager manager = open(with(1 << 20, 0))) {
      for (int i = 0; i < 50; i++) {
        put(manager, name(i), "value");
      }
      manager.flush();
      for (int i = 0; i < 50; i++) {
        manager.delete(key(name(i)));
      }
      manager.flush();
      assertThat(get(manager, name(0))).isEmpty();
      store.reset();
      for (int i = 0; i < 50; i++) {
        assertThat(get(manager, name(i))).isEmpty();
      }
      assertThat(store.segments.get()).isZero();
    }
  }

  /** Reads through an index that takes many keys for each other. */
  private SegmentView colliding(SegmentIndex index) throws Exception {
    SegmentStores stores = new SegmentStores(fixture.store, Optional.empty());
    SegmentFormat format =
        new SegmentFormat(
            OPTIONS.format(), Lz4.fastest(), fixture.effects.clock(), TestReadAhead.AT_ONCE);
    Manifest manifest = ManifestReader.open(fixture.store, OPTIONS.names().manifest()).current();
    new IndexKeeper(index, stores, OPTIONS.names(), format, 0).follow(() -> manifest, () -> false);
    assertThat(index.coverage().ordinals()).hasSameSizeAs(manifest.segments().keySet());
    SealedViews.Manifests manifests =
        new SealedViews.Manifests() {
          @Override
          public Manifest current() {
            return manifest;
          }

          @Override
          public Manifest refresh() {
            return manifest;
          }
        };
    Readers readers =
        new Readers(
            stores,
            format,
            OPTIONS.reading(),
            fixture.effects,
            Signals.ofThreads(),
            OPTIONS.patience(),
            _ -> {});
    SegmentFailures failures = new SegmentFailures("colliding");
    Reads reads = new Reads(readers, index, fixture.effects.clock(), failures);
    return new SegmentView(SealedViews.newest(manifests), reads);
  }

  @Test
  void keysOfOneHashAreNotTakenForEachOther() throws Exception {
    try (SegmentManager manager = open(with(0, 0))) {
      for (int i = 0; i < 60; i++) {
        put(manager, name(i), "old " + i);
        if (i % 7 == 0) {
          manager.flush();
        }
      }
      for (int i = 0; i < 60; i += 3) {
        put(manager, name(i), "new " + i);
      }
      manager.flush();
      for (int i = 0; i < 60; i += 4) {
        manager.delete(key(name(i)));
      }
      manager.flush();
    }
    for (SegmentIndex index : List.of(Collisions.index(1 << 20), Collisions.pairs(1 << 20))) {
      SegmentView view = colliding(index);
      for (int i = 0; i < 60; i++) {
        Optional<String> expected =
            i % 4 == 0 ? Optional.empty() : Optional.of(i % 3 == 0 ? "new " + i : "old " + i);
        assertThat(view.get(key(name(i))).map(record -> text(record.value())))
            .as(name(i))
            .isEqualTo(expected);
      }
      assertThat(view.get(key(name(3) + "absent"))).isEmpty();
    }
  }

  @Test
  void anIndexThatNamesAWrongFrameCostsARequestAndNothingElse() throws Exception {
    try (SegmentManager manager = open(with(0, 0))) {
      for (int i = 0; i < 60; i++) {
        put(manager, name(i), "value ".repeat(200) + i);
      }
      manager.flush();
      SegmentEntry entry = manager.listSegments().getFirst();
      SegmentIndex index = new SegmentIndex(1 << 20);
      try (var cover = index.begin(entry.id(), 60)) {
        for (int i = 0; i < 60; i++) {
          cover.add(key(name(i)), RecordKind.PUT, i % 2 == 0 ? 0 : 9_999);
        }
        assertThat(cover.finish()).isTrue();
      }
      SegmentView view = colliding(index);
      for (int i = 0; i < 60; i++) {
        assertThat(view.get(key(name(i)))).as(name(i)).isPresent();
      }
    }
  }
}
