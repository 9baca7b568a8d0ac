package io.blocktier.segments.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.segments.audit.Audit;
import io.blocktier.segments.audit.SegmentBench;
import io.blocktier.segments.audit.SegmentBench.Line;
import io.blocktier.segments.manifest.Candidate;
import io.blocktier.segments.manifest.DoubtfulCommitException;
import io.blocktier.segments.manifest.Edit;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestCommits;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.RefusedEditException;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {

  private static final String OBJECTS = "db/segments/.*";

  private final SegmentBench bench = new SegmentBench();

  private GarbageCollector collector() {
    return collector(bench.stores);
  }

  private GarbageCollector collector(SegmentStores stores) {
    return new GarbageCollector(
        bench.commits, stores, bench.names, SegmentBench.LIMITS, bench.clock);
  }

  private FaultyBlockStore faulty(FaultRule... rules) {
    return new FaultyBlockStore(bench.hot, FaultPlan.of(7, rules), bench.effects);
  }

  private SegmentStores overHot(BlockStore store) {
    return new SegmentStores(store, Optional.of(bench.cold));
  }

  private long dropped() throws Exception {
    long id = bench.add();
    bench.drop(id);
    bench.waitOutTheHorizon();
    return id;
  }

  @Test
  void aDroppedSegmentIsDeletedOnceTheHorizonIsOver() throws Exception {
    long kept = bench.add();
    long gone = bench.add();
    bench.drop(gone);
    assertThat(collector().run().plan().waiting()).isEqualTo(1);
    assertThat(bench.exists(gone)).isTrue();
    bench.waitOutTheHorizon();
    CollectReport report = collector().run();
    assertThat(report.deleted()).containsExactly(bench.names.object(Tier.HOT, gone));
    assertThat(report.deletedBytes()).isPositive();
    assertThat(bench.exists(gone)).isFalse();
    assertThat(bench.exists(kept)).isTrue();
    Audit audit = bench.audit.assertSound("collected");
    assertThat(audit.live()).isEqualTo(audit.listed()).isEqualTo(1);
    assertThat(bench.read().garbage()).isEmpty();
  }

  @Test
  void aDryRunSaysWhatAPassWouldDoAndChangesNothing() throws Exception {
    long gone = dropped();
    long number = bench.read().number();
    CollectReport dry = collector().dryRun();
    assertThat(dry.dryRun()).isTrue();
    assertThat(dry.plan().deletions()).containsExactly(bench.names.object(Tier.HOT, gone));
    assertThat(dry.deleted()).isEmpty();
    assertThat(bench.read().number()).isEqualTo(number);
    assertThat(bench.exists(gone)).isTrue();
    assertThat(collector().run().deleted()).isEqualTo(dry.plan().deletions());
  }

  @Test
  void aPassKeepsToItsLimitsAndTheNextGoesOn() throws Exception {
    for (int i = 0; i < 5; i++) {
      bench.drop(bench.add());
    }
    bench.waitOutTheHorizon();
    GarbageLimits two = new GarbageLimits(Duration.ofHours(1), 2, Long.MAX_VALUE);
    GarbageCollector small =
        new GarbageCollector(bench.commits, bench.stores, bench.names, two, bench.clock);
    CollectReport first = small.run();
    assertThat(first.deleted()).hasSize(2);
    assertThat(first.isCutShort()).isTrue();
    assertThat(small.run().deleted()).hasSize(2);
    CollectReport last = small.run();
    assertThat(last.deleted()).hasSize(1);
    assertThat(last.isCutShort()).isFalse();
    assertThat(bench.audit.assertSound("all collected").listed()).isZero();
  }

  @Test
  void whatASnapshotSeesOutlivesEveryPass() throws Exception {
    long seen = bench.add();
    bench.commit(new Edit.TakeSnapshot("s", 100));
    bench.drop(seen);
    bench.waitOutTheHorizon();
    assertThat(collector().run().deleted()).isEmpty();
    bench.audit.assertSound("with a snapshot");
    bench.commit(new Edit.DropSnapshot("s"));
    assertThat(collector().run().deleted()).isEmpty();
    bench.waitOutTheHorizon();
    assertThat(collector().run().deleted()).hasSize(1);
  }

  @Test
  void aSegmentComesBackUntilItIsCondemned() throws Exception {
    long id = dropped();
    Manifest revived = new Undo(bench.commits, bench.stores).run(id);
    assertThat(revived.segments()).containsKey(id);
    assertThat(collector().run().deleted()).isEmpty();
    bench.audit.assertSound("brought back");
    bench.drop(id);
    bench.waitOutTheHorizon();
    collector().run();
    assertThatThrownBy(() -> new Undo(bench.commits, bench.stores).run(id))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void aSegmentWhoseObjectIsGoneDoesNotComeBack() throws Exception {
    long id = dropped();
    Blocks.delete(bench.hot, bench.key(id));
    assertThatThrownBy(() -> new Undo(bench.commits, bench.stores).run(id))
        .isInstanceOf(io.blocktier.blockstore.BlockNotFoundException.class);
    Blocks.write(bench.hot, bench.key(id), new byte[3]);
    assertThatThrownBy(() -> new Undo(bench.commits, bench.stores).run(id))
        .isInstanceOf(io.blocktier.blockstore.CorruptBlockException.class)
        .hasMessageContaining("3 bytes");
    assertThat(bench.read().segments()).doesNotContainKey(id);
  }

  /** Step 1 left out: what is deleted without being condemned comes back as a hole. */
  @Test
  void withoutCondemningAnUndoBringsBackWhatWasDeleted() throws Exception {
    long id = dropped();
    ObjectRef object = bench.names.object(Tier.HOT, id);
    assertThatThrownBy(
            () -> References.of(bench.commits.current()).requireDead(List.of(object), bench.names))
        .as("step 2 stands in for it")
        .isInstanceOf(CollectionRefusedException.class)
        .hasMessageContaining("without being condemned");
    Undo undo = new Undo(bench.commits, bench.stores);
    new Deletion(bench.stores).run(List.of(object));
    bench.commit(new Edit.Revive(List.of(id)));
    assertThat(bench.audit.run().wrong()).hasSize(1);
    assertThat(undo.commits()).isSameAs(bench.commits);
  }

  /** Step 2 left out: a manifest that contradicts itself would cost a live object. */
  @Test
  void aCandidateThatASegmentNeedsIsNotDeleted() throws Exception {
    long live = bench.add();
    Manifest sound = bench.commits.current();
    ObjectRef object = sound.segments().get(live).object();
    Manifest mistaken = withGarbage(sound, new Candidate(object, 9, 0, true, Optional.empty()));
    assertThatThrownBy(() -> References.of(mistaken).requireDead(List.of(object), bench.names))
        .isInstanceOf(CollectionRefusedException.class)
        .hasMessageContaining("is needed");
    new Deletion(bench.stores).run(List.of(object));
    assertThat(bench.audit.run().wrong()).as("what it would have cost").hasSize(1);
  }

  @Test
  void aCandidateUnderTheKeyOfALiveObjectIsNotDeleted() throws Exception {
    long live = bench.add();
    ObjectRef shared = new ObjectRef(Tier.HOT, 99, bench.key(live));
    Manifest mistaken =
        withGarbage(bench.commits.current(), new Candidate(shared, 9, 0, true, Optional.empty()));
    assertThatThrownBy(() -> References.of(mistaken).requireDead(List.of(shared), bench.names))
        .isInstanceOf(CollectionRefusedException.class)
        .hasMessageContaining("is needed");
  }

  @Test
  void aCandidateWithAForeignKeyIsNotDeleted() throws Exception {
    ObjectRef foreign = new ObjectRef(Tier.HOT, 99, io.blocktier.blockstore.BlockKey.of("x/y"));
    Manifest mistaken =
        withGarbage(bench.commits.current(), new Candidate(foreign, 9, 0, true, Optional.empty()));
    assertThatThrownBy(() -> References.of(mistaken).requireDead(List.of(foreign), bench.names))
        .isInstanceOf(CollectionRefusedException.class)
        .hasMessageContaining("not its own");
  }

  private static Manifest withGarbage(Manifest from, Candidate candidate) {
    TreeMap<Long, Candidate> garbage = new TreeMap<>(from.garbage());
    garbage.put(candidate.object().id(), candidate);
    return new Manifest(
        from.number(),
        from.commit(),
        from.millis(),
        from.writer(),
        from.nextId(),
        from.lastSequence(),
        from.covered(),
        from.snapshots(),
        from.segments(),
        garbage,
        from.left());
  }

  /** Step 3 left out: the space is never given back, and the manifest forgets it. */
  @Test
  void withoutDeletingAnObjectIsLeftThatNobodyKnows() throws Exception {
    dropped();
    GarbageCollector.Condemned condemned = collector().condemn();
    collector().forget(condemned.plan().deletions());
    Audit audit = bench.audit.run();
    assertThat(audit.inFlight()).as("known to nobody").isEqualTo(1);
  }

  /** Step 4: what was not confirmed stays condemned. */
  @Test
  void aDeletionWhoseReplyIsLostIsTriedAgain() throws Exception {
    for (FaultKind kind : List.of(FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE)) {
      long id = dropped();
      FaultRule rule = FaultRule.of(kind, 100, Operation.DELETE_ALL).onKeys(OBJECTS).onCall(1);
      CollectReport report = collector(overHot(faulty(rule))).run();
      assertThat(report.deleted()).as("%s", kind).isEmpty();
      assertThat(report.failures()).containsOnlyKeys(bench.names.object(Tier.HOT, id));
      assertThat(bench.read().garbage().get(id).condemned()).isTrue();
      bench.audit.assertSound("in doubt");
      assertThat(collector().run().deleted()).hasSize(1);
      assertThat(bench.audit.assertSound("deleted").listed()).isZero();
    }
  }

  @Test
  void aWholeBatchThatFailsConfirmsNothing() throws Exception {
    long id = dropped();
    BlockStore failing = faulty(FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.DELETE_ALL));
    assertThat(collector(overHot(failing)).run().failures()).hasSize(1);
    assertThat(bench.read().garbage().get(id).condemned()).isTrue();
    assertThat(bench.exists(id)).isTrue();
  }

  @Test
  void aReportThatDoesNotAccountForEveryKeyConfirmsNone() throws Exception {
    long id = dropped();
    CollectReport report = collector(overHot(new ForgetfulStore(bench.hot))).run();
    assertThat(report.deleted()).isEmpty();
    assertThat(report.failures().get(bench.names.object(Tier.HOT, id)))
        .hasMessageContaining("which are not all");
    assertThat(bench.read().garbage()).containsKey(id);
  }

  /** Step 5 left out: each pass would delete the same again, and the manifest grow for ever. */
  @Test
  void withoutForgettingTheSameIsDeletedAgain() throws Exception {
    long id = dropped();
    GarbageCollector.Condemned condemned = collector().condemn();
    new Deletion(bench.stores).run(condemned.plan().deletions());
    assertThat(bench.read().garbage()).containsKey(id);
    assertThat(collector().dryRun().plan().unfinished()).hasSize(1);
    collector().run();
    assertThat(bench.read().garbage()).isEmpty();
  }

  @Test
  void aCommitThatFailsDeletesNothing() throws Exception {
    long id = dropped();
    bench.commits = bench.open("failing", faultyBehindOpening(FaultKind.UNAVAILABLE));
    assertThatThrownBy(() -> collector().run()).isInstanceOf(BlockStoreException.class);
    assertThat(bench.exists(id)).isTrue();
    assertThat(bench.read().garbage().get(id).condemned()).isFalse();
  }

  @Test
  void aCommitInDoubtDeletesNothing() throws Exception {
    long id = dropped();
    bench.commits = bench.open("doubting", faultyBehindOpening(FaultKind.LOST_BEFORE));
    assertThatThrownBy(() -> collector().run()).isInstanceOf(DoubtfulCommitException.class);
    assertThat(bench.exists(id)).isTrue();
  }

  /** The opening writes one manifest under a number; what fails is what is written behind it. */
  private BlockStore faultyBehindOpening(FaultKind kind) throws Exception {
    long next = bench.read().number() + 2;
    String key = String.format(java.util.Locale.ROOT, "db/manifest/%020d", next);
    return faulty(FaultRule.of(kind, 100, Operation.WRITE).onKeys(key));
  }

  @Test
  void aFencedCollectorDeletesNothing() throws Exception {
    long id = dropped();
    ManifestCommits zombie = bench.commits;
    bench.commits = bench.open("second");
    GarbageCollector late =
        new GarbageCollector(zombie, bench.stores, bench.names, SegmentBench.LIMITS, bench.clock);
    assertThatThrownBy(late::run).isInstanceOf(FencedException.class);
    assertThat(bench.exists(id)).isTrue();
    new Undo(bench.commits, bench.stores).run(id);
    bench.audit.assertSound("behind a zombie");
  }

  /** It condemned, slept, was fenced, and deletes now: nothing that matters any more. */
  @Test
  void aZombieThatDeletesWhatItOnceCondemnedHurtsNobody() throws Exception {
    long id = dropped();
    GarbageCollector.Condemned slept = collector().condemn();
    bench.commits = bench.open("second");
    assertThatThrownBy(() -> new Undo(bench.commits, bench.stores).run(id))
        .isInstanceOf(RefusedEditException.class);
    collector().run();
    long next = bench.add();
    new Deletion(bench.stores).run(slept.plan().deletions());
    assertThat(next).isNotEqualTo(id);
    assertThat(bench.audit.assertSound("behind a zombie").live()).isEqualTo(1);
  }

  @Test
  void whatAnotherWriterCondemnedIsFinishedByTheNext() throws Exception {
    long id = dropped();
    collector().condemn();
    bench.commits = bench.open("second");
    CollectReport report = collector().run();
    assertThat(report.plan().unfinished()).hasSize(1);
    assertThat(report.deleted()).containsExactly(bench.names.object(Tier.HOT, id));
    assertThat(bench.audit.assertSound("finished").listed()).isZero();
  }

  @Test
  void twoPassesAtOnceBothCome() throws Exception {
    dropped();
    GarbageCollector.Condemned one = collector().condemn();
    assertThat(collector().run().deleted()).hasSize(1);
    collector().forget(one.plan().deletions());
    assertThat(bench.read().garbage()).isEmpty();
  }

  @Test
  void whatIsInATierWithoutAStoreStaysWhereItIs() throws Exception {
    long id = bench.add();
    long target = bench.commits.reserve(1).first();
    ObjectRef moved = bench.names.object(Tier.COLD, target);
    byte[] bytes = Blocks.readAll(bench.hot, bench.key(id)).array();
    Blocks.write(bench.cold, moved.key(), bytes);
    bench.commit(new Edit.Move(id, moved));
    bench.drop(id);
    bench.waitOutTheHorizon();
    SegmentStores hotOnly = new SegmentStores(bench.hot, Optional.empty());
    CollectReport report = collector(hotOnly).run();
    assertThat(report.deleted()).containsExactly(bench.names.object(Tier.HOT, id));
    assertThat(bench.read().garbage().get(target).condemned()).isFalse();
    assertThat(collector().run().deleted()).containsExactly(moved);
    assertThat(bench.audit.assertSound("both tiers").listed()).isZero();
  }

  @Test
  void everyStoreCallOfAPassMayFailAndTheNextPassFinishes() throws Exception {
    int steps = 0;
    for (FaultKind kind :
        List.of(FaultKind.UNAVAILABLE, FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE)) {
      for (int call = 1; call <= 8; call++) {
        steps += failAt(kind, call) ? 1 : 0;
      }
    }
    assertThat(steps).as("calls that failed").isGreaterThan(12);
  }

  private boolean failAt(FaultKind kind, int call) throws Exception {
    long kept = bench.add();
    long gone = dropped();
    Operation[] all = {Operation.WRITE, Operation.READ, Operation.STAT, Operation.DELETE_ALL};
    FaultyBlockStore store = faulty(FaultRule.of(kind, 100, all).onCall(call + opening()));
    bench.commits = bench.open("at " + call, store);
    try {
      collector(overHot(store)).run();
    } catch (java.io.IOException expected) {
      assertThat(expected).hasMessageContaining("db/");
    }
    bench.audit.assertSound(kind + " at " + call);
    bench.commits = bench.open("again");
    collector().run();
    Audit audit = bench.audit.assertSound("finished after " + kind + " at " + call);
    assertThat(bench.exists(gone)).isFalse();
    assertThat(bench.exists(kept)).isTrue();
    assertThat(audit.pending() + audit.dying() + audit.orphans()).isZero();
    return store.injected(kind) > 0;
  }

  /** How many calls an opening takes now. */
  private int opening() throws Exception {
    CallCount counted = new CallCount(bench.hot);
    bench.open("counted", counted);
    return counted.calls();
  }

  @Test
  void whatIsInATierWithoutAStoreTakesNoRoomFromWhatCanBeDeleted() throws Exception {
    long archived = bench.commits.reserve(1).first();
    Line line = Line.put("cold", 1, "value");
    bench.commit(new Edit.AddSegments(List.of(bench.upload(Tier.COLD, archived, line))));
    bench.drop(archived);
    long gone = bench.add();
    bench.drop(gone);
    bench.waitOutTheHorizon();
    SegmentStores hotAlone = new SegmentStores(bench.hot, Optional.empty());
    GarbageLimits one = new GarbageLimits(Duration.ofHours(1), 1, Long.MAX_VALUE);

    for (int pass = 0; pass < 3; pass++) {
      new GarbageCollector(bench.commits, hotAlone, bench.names, one, bench.clock).run();
    }
    assertThat(bench.exists(gone)).as("the object in the hot store").isFalse();
  }
}
