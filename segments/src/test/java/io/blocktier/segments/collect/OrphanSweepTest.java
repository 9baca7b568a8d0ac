package io.blocktier.segments.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.segments.audit.Audit;
import io.blocktier.segments.audit.SegmentBench;
import io.blocktier.segments.audit.SegmentBench.Line;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.Orphan;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrphanSweepTest {

  private final SegmentBench bench = new SegmentBench();

  private OrphanSweep sweep() {
    return sweep(bench.hot);
  }

  private OrphanSweep sweep(BlockStore hot) {
    SegmentStores stores = new SegmentStores(hot, Optional.of(bench.cold));
    return new OrphanSweep(bench.commits, stores, bench.names, SegmentBench.LIMITS);
  }

  private void collect() throws Exception {
    new GarbageCollector(bench.commits, bench.stores, bench.names, SegmentBench.LIMITS, bench.clock)
        .run();
  }

  /** An object whose writer died before its commit. */
  private long left(Tier tier) throws Exception {
    long id = bench.commits.reserve(1).first();
    SegmentEntry ignored = bench.upload(tier, id, Line.put("left", id, "x"));
    return id;
  }

  @Test
  void whatAnEarlierWriterLeftIsWrittenDownAndDeletedBehindTheHorizon() throws Exception {
    long live = bench.add();
    long hot = left(Tier.HOT);
    long cold = left(Tier.COLD);
    bench.commits = bench.open("second");
    SweepReport report = sweep().run();
    assertThat(report.orphans())
        .extracting(Orphan::object)
        .containsExactly(bench.names.object(Tier.HOT, hot), bench.names.object(Tier.COLD, cold));
    assertThat(report.listed()).isEqualTo(3);
    assertThat(report.bytes()).isPositive();
    collect();
    assertThat(bench.exists(hot)).as("within the horizon").isTrue();
    bench.waitOutTheHorizon();
    collect();
    Audit audit = bench.audit.assertSound("swept");
    assertThat(audit.live()).isEqualTo(audit.listed()).isEqualTo(1);
    assertThat(bench.exists(live)).isTrue();
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    long id = left(Tier.HOT);
    bench.commits = bench.open("second");
    long number = bench.read().number();
    SweepReport dry = sweep().dryRun();
    assertThat(dry.dryRun()).isTrue();
    assertThat(dry.orphans())
        .extracting(Orphan::object)
        .containsExactly(bench.names.object(Tier.HOT, id));
    assertThat(bench.read().number()).isEqualTo(number);
    assertThat(sweep().run().orphans()).isEqualTo(dry.orphans());
  }

  @Test
  void anUploadUnderWayIsLeftAloneHoweverOldItsClockSaysItIs() throws Exception {
    long id = left(Tier.HOT);
    bench.clock.advance(Duration.ofDays(365));
    assertThat(sweep().run().orphans()).isEmpty();
    Audit audit = bench.audit.assertSound("under way");
    assertThat(audit.inFlight()).isEqualTo(1);
    SegmentEntry entry = bench.upload(id + 1, Line.put("k", 1, "v"));
    assertThat(bench.exists(id)).isTrue();
    assertThat(entry.id()).isEqualTo(id + 1);
  }

  /** The order of steps 1 to 3 turned round: what is committed in between would be an orphan. */
  @Test
  void aManifestThatWasReadBeforeTheListingTakesALiveObjectForAnOrphan() throws Exception {
    bench.commits = bench.open("second");
    Manifest early = bench.commits.current();
    long live = bench.add();
    TierListing listing = sweep().list();
    bench.commits = bench.open("third");
    Manifest newest = bench.commits.current();
    Manifest stale =
        new Manifest(
            newest.number(),
            newest.commit(),
            newest.millis(),
            newest.writer(),
            newest.nextId(),
            newest.lastSequence(),
            newest.covered(),
            early.snapshots(),
            early.segments(),
            early.garbage(),
            newest.left());
    assertThat(io.blocktier.segments.manifest.Orphans.among(stale, listing.objects()))
        .as("judged by what was there before the listing")
        .hasSize(1);
    assertThat(sweep().note(listing, early).orphans()).as("read behind it").isEmpty();
    assertThat(bench.read().segments()).containsKey(live);
  }

  /** Step 1: what was deleted and forgotten since the listing is not written down again. */
  @Test
  void whatWasCollectedDuringTheListingIsNotWrittenDownAgain() throws Exception {
    long id = bench.add();
    bench.commits = bench.open("second");
    bench.drop(id);
    bench.waitOutTheHorizon();
    Manifest before = bench.commits.current();
    TierListing listing = sweep().list();
    collect();
    assertThat(bench.exists(id)).isFalse();
    assertThat(sweep().note(listing, Manifest.EMPTY).orphans()).as("without it").hasSize(1);
    bench.waitOutTheHorizon();
    collect();
    assertThat(sweep().note(listing, before).orphans()).isEmpty();
    bench.audit.assertSound("collected meanwhile");
  }

  @Test
  void aListingThatFailsOnAnyPageWritesNothingDown() throws Exception {
    bench.add();
    left(Tier.HOT);
    bench.commits = bench.open("second");
    for (int call = 1; call <= 2; call++) {
      FaultRule rule = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.LIST).onCall(call);
      BlockStore failing = new FaultyBlockStore(bench.hot, FaultPlan.of(1, rule), bench.effects);
      assertThatThrownBy(() -> sweep(failing).run()).isInstanceOf(StoreUnavailableException.class);
      assertThat(bench.read().garbage()).isEmpty();
    }
  }

  @Test
  void aListingThatLeavesOutALiveObjectWritesNothingDown() throws Exception {
    long live = bench.add();
    left(Tier.HOT);
    bench.commits = bench.open("second");
    String hidden = bench.key(live).value();
    BlockStore store = new LeavingOutStore(bench.hot, entry -> !entry.name().equals(hidden));
    assertThatThrownBy(() -> sweep(store).run())
        .isInstanceOf(CollectionRefusedException.class)
        .hasMessageContaining("does not show")
        .hasMessageContaining("run fsck");
    assertThatThrownBy(() -> sweep(store).dryRun()).isInstanceOf(CollectionRefusedException.class);
    assertThat(bench.read().garbage()).isEmpty();
  }

  @Test
  void aListingOfAnotherBucketWritesNothingDown() throws Exception {
    bench.add();
    bench.commits = bench.open("second");
    assertThatThrownBy(() -> sweep(bench.cold).run())
        .isInstanceOf(CollectionRefusedException.class);
  }

  @Test
  void aListingWithAnotherSizeOfALiveObjectWritesNothingDown() throws Exception {
    long live = bench.add();
    left(Tier.HOT);
    bench.commits = bench.open("second");
    Blocks.write(bench.hot, bench.key(live), new byte[5]);
    assertThatThrownBy(() -> sweep().run()).isInstanceOf(CollectionRefusedException.class);
  }

  @Test
  void aNumberThatIsListedInTwoTiersIsRefused() throws Exception {
    long id = left(Tier.HOT);
    Blocks.write(bench.cold, bench.key(id), new byte[5]);
    bench.commits = bench.open("second");
    assertThatThrownBy(() -> sweep().run())
        .isInstanceOf(CollectionRefusedException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void keysThatNoSegmentHasAreCountedAndLeftAlone() throws Exception {
    BlockKey foreign = BlockKey.of("db/segments/readme.txt");
    Blocks.write(bench.hot, foreign, new byte[5]);
    bench.commits = bench.open("second");
    SweepReport report = sweep().run();
    assertThat(report.foreign()).isEqualTo(1);
    assertThat(report.orphans()).isEmpty();
    assertThat(Blocks.find(bench.hot, foreign)).isPresent();
  }

  @Test
  void aSweepKeepsToItsLimits() throws Exception {
    for (int i = 0; i < 3; i++) {
      left(Tier.HOT);
    }
    bench.commits = bench.open("second");
    GarbageLimits two = new GarbageLimits(Duration.ofHours(1), 2, Long.MAX_VALUE);
    OrphanSweep small = new OrphanSweep(bench.commits, bench.stores, bench.names, two);
    SweepReport first = small.run();
    assertThat(first.orphans()).hasSize(2);
    assertThat(first.left()).isEqualTo(1);
    assertThat(small.run().orphans()).hasSize(1);
    GarbageLimits tiny = new GarbageLimits(Duration.ofHours(1), 9, 1);
    assertThat(new OrphanSweep(bench.commits, bench.stores, bench.names, tiny).run().orphans())
        .isEmpty();
  }

  /** What a fenced writer takes for earlier epochs is right, but it may not write it down. */
  @Test
  void aFencedWriterWritesNothingDown() throws Exception {
    long id = left(Tier.HOT);
    bench.commits = bench.open("second");
    OrphanSweep late = sweep();
    ManifestCommits third = bench.open("third");
    assertThatThrownBy(late::run).isInstanceOf(FencedException.class);
    assertThat(third.current().garbage()).isEmpty();
    assertThat(bench.exists(id)).isTrue();
  }

  /** A sleeping writer wakes and commits: its epoch is over, so it cannot have what was swept. */
  @Test
  void whatWasWrittenDownCanNoLongerBeCommittedByItsWriter() throws Exception {
    long id = bench.commits.reserve(1).first();
    SegmentEntry entry = bench.upload(id, Line.put("k", 1, "v"));
    ManifestCommits sleeper = bench.commits;
    bench.commits = bench.open("second");
    assertThat(sweep().run().orphans()).hasSize(1);
    assertThatThrownBy(() -> sleeper.commit(m -> List.of(new Edit.AddSegments(List.of(entry)))))
        .isInstanceOf(FencedException.class);
    bench.audit.assertSound("swept under a sleeper");
  }
}
