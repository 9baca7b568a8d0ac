package io.blocktier.segments.manifest;

import static io.blocktier.segments.manifest.Sample.add;
import static io.blocktier.segments.manifest.Sample.after;
import static io.blocktier.segments.manifest.Sample.claimed;
import static io.blocktier.segments.manifest.Sample.object;
import static io.blocktier.segments.manifest.Sample.segment;
import static io.blocktier.segments.manifest.Sample.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestEditsTest {

  @Test
  void segmentsAreAddedWithTheManifestThatTheyCameWith() throws Exception {
    Manifest manifest = after(add(1, 2));
    assertThat(manifest.segments()).containsOnlyKeys(1L, 2L);
    assertThat(manifest.segments().get(1L)).isEqualTo(segment(1).since(2));
    assertThat(manifest.lastSequence()).isEqualTo(29);
  }

  @Test
  void aNumberThatWasNotReservedIsRefused() {
    assertThatThrownBy(() -> after(add(101))).isInstanceOf(RefusedEditException.class);
  }

  @Test
  void aNumberOfAnEarlierEpochIsRefused() throws Exception {
    Manifest next = claimed(after(), 10);
    assertThatThrownBy(() -> then(next, add(5))).isInstanceOf(RefusedEditException.class);
    assertThat(then(next, add(101)).segments()).containsKey(101L);
  }

  @Test
  void aNumberIsUsedOnce() throws Exception {
    Manifest manifest = after(add(1, 2));
    Manifest dropped = then(manifest, new Edit.Drop(List.of(1L)));
    Edit otherObject = new Edit.AddSegments(List.of(segment(1, 50)));
    Edit sameObject = new Edit.AddSegments(List.of(segment(50, 2)));
    assertThatThrownBy(() -> then(manifest, otherObject)).isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> then(manifest, sameObject)).isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> then(dropped, otherObject)).isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> then(dropped, add(1))).isInstanceOf(RefusedEditException.class);
  }

  @Test
  void aRefusedEditChangesNothing() throws Exception {
    Manifest manifest = after(add(1));
    assertThatThrownBy(() -> then(manifest, add(2), new Edit.Drop(List.of(9L))))
        .isInstanceOf(RefusedEditException.class);
    assertThat(manifest.segments()).containsOnlyKeys(1L);
    assertThat(manifest.garbage()).isEmpty();
  }

  @Test
  void replacedSegmentsBecomeGarbageWithTheirTime() throws Exception {
    Manifest manifest = after(add(1, 2));
    Manifest compacted = then(manifest, new Edit.Replace(List.of(1L, 2L), List.of(segment(3))));
    assertThat(compacted.segments()).containsOnlyKeys(3L);
    assertThat(compacted.garbage()).containsOnlyKeys(1L, 2L);
    assertThat(compacted.garbage().get(1L).sinceMillis()).isEqualTo(compacted.millis());
    assertThat(compacted.lastSequence()).isEqualTo(39);
  }

  @Test
  void aMovedSegmentIsReadFromItsNewObjectAndTheOldOneIsGarbage() throws Exception {
    Manifest manifest = then(after(add(1)), new Edit.Move(1, object(Tier.COLD, 7)));
    assertThat(manifest.segments().get(1L).object()).isEqualTo(object(Tier.COLD, 7));
    assertThat(manifest.segments().get(1L).movedMillis()).isEqualTo(manifest.millis());
    assertThat(manifest.garbage().get(1L).object()).isEqualTo(object(Tier.HOT, 1));
    assertThat(manifest.garbage().get(1L).removal()).isEmpty();
  }

  @Test
  void aSegmentDoesNotMoveBackToAnObjectThatMayBeDeletedLate() throws Exception {
    Manifest moved = then(after(add(1)), new Edit.Move(1, object(Tier.COLD, 7)));
    assertThatThrownBy(() -> then(moved, new Edit.Move(1, object(Tier.HOT, 1))))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void aSnapshotSeesWhatWasThereWhereverItIsNow() throws Exception {
    Manifest manifest = then(after(add(1, 2, 3)), new Edit.TakeSnapshot("s", 39));
    manifest = then(manifest, add(4), new Edit.Drop(List.of(1L)));
    manifest = then(manifest, new Edit.Move(2, object(Tier.COLD, 7)));
    assertThat(manifest.view("s").orElseThrow()).containsOnlyKeys(1L, 2L, 3L);
    assertThat(manifest.view("s").orElseThrow().get(2L).object().tier()).isEqualTo(Tier.COLD);
    assertThat(manifest.view("t")).isEmpty();
  }

  @Test
  void aSnapshotShowsTheManifestOfItsCommit() throws Exception {
    Manifest manifest =
        then(after(add(1)), new Edit.TakeSnapshot("s", 9), add(2), new Edit.Drop(List.of(1L)));
    assertThat(manifest.view("s").orElseThrow()).containsOnlyKeys(2L);
  }

  @Test
  void aNameIsThatOfOneSnapshot() throws Exception {
    Manifest manifest = after(new Edit.TakeSnapshot("s", 0));
    assertThatThrownBy(() -> then(manifest, new Edit.TakeSnapshot("s", 1)))
        .isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> then(manifest, new Edit.DropSnapshot("t")))
        .isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> new Edit.TakeSnapshot("x".repeat(256), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLogIsNeverCoveredLessThanBefore() throws Exception {
    Manifest manifest = after(new Edit.Cover(new LogMark("log", 10)));
    assertThatThrownBy(() -> then(manifest, new Edit.Cover(new LogMark("log", 9))))
        .isInstanceOf(RefusedEditException.class);
    assertThat(then(manifest, new Edit.Cover(new LogMark("other", 1))).covered())
        .contains(new LogMark("other", 1));
  }

  @Test
  void aLogThatAnotherTookThePlaceOfIsRememberedUntilItIsSettled() throws Exception {
    Manifest one = after(new Edit.Cover(new LogMark("one", 10)), add(1));
    Manifest two = then(one, new Edit.Cover(new LogMark("two", 0)), add(2));
    LeftLog left = two.left().get("one");
    assertThat(left.position()).isEqualTo(10);
    assertThat(left.sequence()).isEqualTo(one.lastSequence());
    assertThat(two.settledSequence()).isEqualTo(one.lastSequence()).isLessThan(two.lastSequence());
    Manifest settled = then(two, new Edit.SettleLog("one"));
    assertThat(settled.left()).isEmpty();
    assertThat(settled.settledSequence()).isEqualTo(settled.lastSequence());
    assertThatThrownBy(() -> then(settled, new Edit.SettleLog("one")))
        .isInstanceOf(RefusedEditException.class);
    Manifest back = then(two, new Edit.Cover(new LogMark("one", 10)));
    assertThat(back.left()).containsOnlyKeys("two");
  }

  @Test
  void onlySoManyLogsAreRememberedAndOnlyForSoLong() throws Exception {
    Manifest many = after();
    for (int i = 0; i <= LeftLog.MOST + 1; i++) {
      many = then(many, new Edit.Cover(new LogMark("log" + i, 0)));
    }
    assertThat(many.left()).hasSize(LeftLog.MOST).doesNotContainKey("log0").containsKey("log1");
    Link late =
        new Link(
            many.number() + 1,
            many.writer().epoch(),
            many.writer().id(),
            new UniqueId(5, 5),
            many.millis() + LeftLog.REMEMBERED.toMillis() + 1,
            List.of(new Edit.Cover(many.covered().orElseThrow())));
    assertThat(many.apply(List.of(late)).left()).isEmpty();
  }

  @Test
  void aCommitOfAnotherWriterThanTheEpochsIsDamage() throws Exception {
    Manifest manifest = claimed(after(), 10);
    Link stale = Sample.link(manifest, 1, List.of(new Edit.Reserve(1)));
    assertThatThrownBy(() -> manifest.apply(List.of(stale)))
        .isInstanceOf(DamagedManifestException.class);
  }

  @Test
  void pinningIsKept() throws Exception {
    Manifest manifest = then(after(add(1)), new Edit.Pin(1, true));
    assertThat(manifest.segments().get(1L).pinned()).isTrue();
    assertThat(then(manifest, new Edit.Pin(1, false)).segments().get(1L).pinned()).isFalse();
  }

  @Test
  void aDifferenceNamesWhatCameWentAndMoved() throws Exception {
    Manifest earlier = after(add(1, 2, 3));
    Manifest later =
        then(
            earlier,
            new Edit.Drop(List.of(1L)),
            new Edit.Move(2, object(Tier.COLD, 7)),
            add(4),
            new Edit.Pin(3, true));
    ManifestDiff diff = ManifestDiff.between(earlier, later);
    assertThat(diff.added()).extracting(SegmentEntry::id).containsExactly(4L);
    assertThat(diff.removed()).extracting(SegmentEntry::id).containsExactly(1L);
    assertThat(diff.moved()).extracting(SegmentEntry::id).containsExactly(2L);
    assertThat(ManifestDiff.between(later, later))
        .isEqualTo(new ManifestDiff(List.of(), List.of(), List.of()));
  }
}
