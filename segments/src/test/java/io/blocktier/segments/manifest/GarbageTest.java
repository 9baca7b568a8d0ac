package io.blocktier.segments.manifest;

import static io.blocktier.segments.manifest.Sample.add;
import static io.blocktier.segments.manifest.Sample.after;
import static io.blocktier.segments.manifest.Sample.claimed;
import static io.blocktier.segments.manifest.Sample.object;
import static io.blocktier.segments.manifest.Sample.segment;
import static io.blocktier.segments.manifest.Sample.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GarbageTest {

  private static final GarbageLimits LIMITS = new GarbageLimits(Duration.ofHours(1), 10, 1_000_000);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static List<Long> due(Manifest manifest, long nowMillis) {
    return GarbagePlan.of(manifest, nowMillis, LIMITS).condemnation().objects();
  }

  @Test
  void aCandidateIsDueOnceTheHorizonIsOver() throws Exception {
    Manifest manifest = then(after(add(1, 2)), new Edit.Drop(List.of(1L)));
    assertThat(due(manifest, manifest.millis() + HOUR - 1)).isEmpty();
    assertThat(due(manifest, manifest.millis() + HOUR)).containsExactly(1L);
  }

  @Test
  void aClockThatGoesBackDelaysDeletion() throws Exception {
    Manifest manifest = then(after(add(1)), new Edit.Drop(List.of(1L)));
    assertThat(due(manifest, manifest.millis() - 5 * HOUR)).isEmpty();
  }

  @Test
  void whatASnapshotSeesStays() throws Exception {
    Manifest manifest = then(after(add(1, 2)), new Edit.TakeSnapshot("s", 29));
    Manifest dropped = then(manifest, add(3), new Edit.Drop(List.of(1L)));
    Manifest again = then(dropped, new Edit.Drop(List.of(3L)));
    assertThat(due(again, again.millis() + 9 * HOUR)).containsExactly(3L);
    assertThat(GarbagePlan.of(again, again.millis() + 9 * HOUR, LIMITS).seen()).isEqualTo(1);
    assertThatThrownBy(() -> then(again, new Edit.Condemn(List.of(1L))))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void whatOnlyADroppedSnapshotHasSeenWaitsAnew() throws Exception {
    Manifest manifest = then(after(add(1)), new Edit.TakeSnapshot("s", 19));
    manifest = then(manifest, new Edit.Drop(List.of(1L)));
    Manifest free = then(manifest, new Edit.DropSnapshot("s"));
    assertThat(due(free, manifest.millis() + HOUR)).isEmpty();
    assertThat(due(free, free.millis() + HOUR)).containsExactly(1L);
  }

  @Test
  void aPassKeepsToItsLimits() throws Exception {
    Manifest manifest = then(after(add(1, 2, 3, 4)), new Edit.Drop(List.of(1L, 2L, 3L, 4L)));
    long later = manifest.millis() + HOUR;
    GarbagePlan two =
        GarbagePlan.of(manifest, later, new GarbageLimits(Duration.ofHours(1), 2, 1_000_000));
    assertThat(two.due()).hasSize(2);
    assertThat(two.left()).isEqualTo(2);
    GarbagePlan few =
        GarbagePlan.of(manifest, later, new GarbageLimits(Duration.ofHours(1), 9, 2_100));
    assertThat(few.due()).hasSize(2);
    GarbagePlan one = GarbagePlan.of(manifest, later, new GarbageLimits(Duration.ofHours(1), 9, 1));
    assertThat(one.due()).hasSize(1);
  }

  @Test
  void aPassThatWasCutShortGoesOnWithWhatItCondemned() throws Exception {
    Manifest manifest = then(after(add(1, 2)), new Edit.Drop(List.of(1L, 2L)));
    Manifest condemned = then(manifest, new Edit.Condemn(List.of(1L)));
    GarbagePlan plan = GarbagePlan.of(condemned, condemned.millis(), LIMITS);
    assertThat(plan.deletions()).containsExactly(object(Tier.HOT, 1));
    assertThat(plan.waiting()).isEqualTo(1);
    assertThat(then(condemned, new Edit.Forget(List.of(1L))).garbage()).containsOnlyKeys(2L);
  }

  @Test
  void onlyWhatWasCondemnedIsForgotten() throws Exception {
    Manifest manifest = then(after(add(1)), new Edit.Drop(List.of(1L)));
    assertThatThrownBy(() -> then(manifest, new Edit.Forget(List.of(1L))))
        .isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> then(manifest, new Edit.Condemn(List.of(2L))))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void aRemovedSegmentComesBackUntilItIsCondemned() throws Exception {
    Manifest manifest = after(add(1, 2));
    Manifest dropped = then(manifest, new Edit.Drop(List.of(1L)));
    Manifest revived = then(dropped, new Edit.Revive(List.of(1L)));
    assertThat(revived.segments()).isEqualTo(manifest.segments());
    assertThat(revived.garbage()).isEmpty();
    Manifest condemned = then(dropped, new Edit.Condemn(List.of(1L)));
    assertThatThrownBy(() -> then(condemned, new Edit.Revive(List.of(1L))))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void aSegmentDoesNotComeBackIntoASnapshotThatWasTakenWithoutIt() throws Exception {
    Manifest dropped = then(after(add(1)), new Edit.Drop(List.of(1L)));
    Manifest taken = then(dropped, new Edit.TakeSnapshot("s", 19));
    assertThatThrownBy(() -> then(taken, new Edit.Revive(List.of(1L))))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void theSourceOfAMoveDoesNotComeBackAsASegment() throws Exception {
    Manifest moved = then(after(add(1)), new Edit.Move(1, object(Tier.COLD, 7)));
    assertThatThrownBy(() -> then(moved, new Edit.Revive(List.of(1L))))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void anOrphanIsWhatNoWriterCanAddAnyMore() throws Exception {
    Manifest earlier = then(after(add(1, 2)), new Edit.Drop(List.of(2L)));
    List<Orphan> listed =
        List.of(
            new Orphan(object(Tier.HOT, 1), 10),
            new Orphan(object(Tier.HOT, 2), 10),
            new Orphan(object(Tier.HOT, 3), 10),
            new Orphan(object(Tier.HOT, 105), 10));
    assertThat(Orphans.among(earlier, listed)).as("all may be on their way").isEmpty();
    Manifest next = claimed(earlier, 50);
    assertThat(Orphans.among(next, listed)).containsExactly(listed.get(2));
    Manifest noted = then(next, new Edit.NoteOrphans(Orphans.among(next, listed)));
    assertThat(noted.garbage()).containsOnlyKeys(2L, 3L);
    assertThat(due(noted, noted.millis() + HOUR - 1)).doesNotContain(3L);
    assertThat(due(noted, noted.millis() + HOUR)).contains(3L);
  }

  @Test
  void whatASegmentHasIsNotNotedAsAnOrphan() throws Exception {
    Manifest manifest = after(add(1));
    Edit live = new Edit.NoteOrphans(List.of(new Orphan(object(Tier.COLD, 1), 10)));
    Edit foreign = new Edit.NoteOrphans(List.of(new Orphan(object(Tier.COLD, 999), 10)));
    assertThatThrownBy(() -> then(manifest, live)).isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> then(manifest, foreign)).isInstanceOf(RefusedEditException.class);
  }

  @Test
  void anObjectThatWasWrittenDownIsNotAddedAnyMore() throws Exception {
    Manifest noted = after(new Edit.NoteOrphans(List.of(new Orphan(object(Tier.HOT, 5), 10))));
    assertThatThrownBy(() -> then(noted, new Edit.AddSegments(List.of(segment(6, 5)))))
        .isInstanceOf(RefusedEditException.class);
  }
}
