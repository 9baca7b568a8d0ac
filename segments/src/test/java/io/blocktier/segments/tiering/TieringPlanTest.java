package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.segments.manifest.ObjectRef;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TieringPlanTest {

  private static final SegmentNames NAMES = new SegmentNames(KeyPrefix.of("db/"));
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NOW = 1_000 * HOUR;
  private static final AccessTimes NEVER = _ -> 0;

  private static SegmentEntry hot(long id, long bytes, int hoursAgo) {
    return Segments.entry(id, NAMES.object(Tier.HOT, id), bytes, NOW - hoursAgo * HOUR);
  }

  private static SegmentEntry cold(long id, long bytes, int hoursAgo) {
    return Segments.entry(id, NAMES.object(Tier.COLD, id), bytes, NOW - hoursAgo * HOUR);
  }

  private static SegmentEntry moved(SegmentEntry e, int hoursAgo) {
    return new SegmentEntry(
        e.id(), e.object(), e.content(), e.createdMillis(), NOW - hoursAgo * HOUR, e.pinned(), 1);
  }

  private static SegmentEntry pinned(SegmentEntry e) {
    return new SegmentEntry(
        e.id(), e.object(), e.content(), e.createdMillis(), e.movedMillis(), true, 1);
  }

  /** A segment with the keys and the sequence numbers of the test's choice. */
  private static SegmentEntry with(
      long id, int hoursAgo, String least, String greatest, long first, long last) {
    ObjectRef object = NAMES.object(Tier.HOT, id);
    return SegmentEntry.of(
        id,
        object,
        Segments.content(10, Crc32c.EMPTY, least, greatest, first, last),
        NOW - hoursAgo * HOUR);
  }

  private static Duration hours(int count) {
    return Duration.ofHours(count);
  }

  private static TieringPlan plan(TieringPolicy policy, SegmentEntry... entries) {
    return plan(policy, NEVER, entries);
  }

  private static TieringPlan plan(
      TieringPolicy policy, AccessTimes accesses, SegmentEntry... entries) {
    return TieringPlan.of(Segments.manifest(entries), NOW, policy, accesses);
  }

  private static AccessTimes readHoursAgo(Map<Long, Integer> hours) {
    return segment -> hours.containsKey(segment) ? NOW - hours.get(segment) * HOUR : 0;
  }

  private static List<Long> archived(TieringPlan plan) {
    return plan.archives().stream().map(archive -> archive.segment().id()).toList();
  }

  private static StayReason reason(TieringPlan plan, long segment) {
    return plan.stays().stream()
        .filter(stay -> stay.segment().id() == segment)
        .findFirst()
        .orElseThrow()
        .reason();
  }

  @Test
  void aSegmentGoesOnceItIsOldEnough() {
    TieringPlan plan =
        plan(TieringPolicy.NONE.withAge(hours(10)), hot(1, 5, 9), hot(2, 5, 10), hot(3, 5, 30));
    assertThat(archived(plan)).containsExactly(3L, 2L);
    assertThat(reason(plan, 1)).isEqualTo(StayReason.YOUNG);
    assertThat(plan.archivedBytes()).isEqualTo(10);
    assertThat(plan.hotBytes()).isEqualTo(15);
    assertThat(plan.lagMillis()).isEqualTo(20 * HOUR);
  }

  @Test
  void aSegmentThatIsReadStaysHoweverOldItIs() {
    TieringPolicy policy = TieringPolicy.NONE.withAge(hours(10)).withIdle(hours(3));
    TieringPlan plan =
        plan(policy, readHoursAgo(Map.of(1L, 2, 2L, 3)), hot(1, 5, 90), hot(2, 5, 90));
    assertThat(archived(plan)).containsExactly(2L);
    assertThat(reason(plan, 1)).isEqualTo(StayReason.READ);
    assertThat(plan.lagMillis()).isZero();
  }

  @Test
  void idleTimeAloneIsAPolicyAndComingToATierIsAUse() {
    TieringPlan plan =
        plan(
            TieringPolicy.NONE.withIdle(hours(5)),
            hot(1, 5, 90),
            moved(hot(2, 5, 90), 4),
            hot(3, 5, 4));
    assertThat(archived(plan)).containsExactly(1L);
    assertThat(reason(plan, 2)).isEqualTo(StayReason.READ);
    assertThat(reason(plan, 3)).isEqualTo(StayReason.READ);
  }

  @Test
  void aSegmentStaysForAsLongAsItHasToWhenItHasComeBack() {
    TieringPolicy policy =
        TieringPolicy.NONE.withAge(hours(1)).withWatermark(1, 0).withResidency(hours(8));
    TieringPlan plan = plan(policy, moved(hot(1, 5, 90), 7), moved(hot(2, 5, 90), 8));
    assertThat(archived(plan)).containsExactly(2L);
    assertThat(reason(plan, 1)).isEqualTo(StayReason.RESIDENT);
    assertThat(plan.excessBytes()).as("still too much").isEqualTo(5);
  }

  @Test
  void aPinnedSegmentStaysWhateverThePolicySays() {
    TieringPolicy policy =
        TieringPolicy.NONE.withAge(hours(1)).withWatermark(1, 0).withTimeToLive(hours(1));
    TieringPlan plan = plan(policy, pinned(hot(1, 5, 90)), pinned(cold(2, 5, 90)));
    assertThat(plan.archives()).isEmpty();
    assertThat(plan.expired()).isEmpty();
    assertThat(reason(plan, 1)).isEqualTo(StayReason.PINNED);
    assertThat(reason(plan, 2)).isEqualTo(StayReason.PINNED);
  }

  @Test
  void whatIsColdStaysCold() {
    TieringPlan plan = plan(TieringPolicy.NONE.withAge(hours(1)), cold(1, 5, 90));
    assertThat(reason(plan, 1)).isEqualTo(StayReason.COLD);
    assertThat(plan.hotBytes()).isZero();
  }

  @Test
  void withoutAPolicyNothingMoves() {
    TieringPlan plan = plan(TieringPolicy.NONE, hot(1, 5, 90));
    assertThat(plan.archives()).isEmpty();
    assertThat(reason(plan, 1)).isEqualTo(StayReason.ROOM);
  }

  @Test
  void aFullTierLetsThoseGoThatWereUsedLongestAgoUntilTheLowMark() {
    TieringPlan plan =
        plan(
            TieringPolicy.NONE.withWatermark(30, 20),
            readHoursAgo(Map.of(1L, 1)),
            hot(1, 10, 90),
            hot(2, 10, 80),
            hot(3, 10, 70),
            hot(4, 10, 60));
    assertThat(archived(plan)).containsExactly(2L, 3L);
    assertThat(plan.archives())
        .extracting(TieringPlan.Archive::reason)
        .containsOnly(ArchiveReason.WATERMARK);
    assertThat(plan.excessBytes()).isZero();
  }

  @Test
  void upToTheHighMarkNothingGoes() {
    TieringPlan plan =
        plan(TieringPolicy.NONE.withWatermark(20, 0), hot(1, 10, 90), hot(2, 10, 80));
    assertThat(plan.archives()).isEmpty();
    assertThat(plan.excessBytes()).isZero();
  }

  @Test
  void whatIsDueCountsTowardsTheLowMark() {
    TieringPlan plan =
        plan(
            TieringPolicy.NONE.withAge(hours(50)).withWatermark(30, 20),
            hot(1, 20, 60),
            hot(2, 10, 20),
            hot(3, 10, 10));
    assertThat(archived(plan)).containsExactly(1L);
  }

  @Test
  void theWatermarkTakesYoungAndSmallSegmentsToo() {
    TieringPolicy policy =
        TieringPolicy.NONE.withAge(hours(50)).withMinBytes(100).withWatermark(5, 0);
    TieringPlan plan = plan(policy, hot(1, 10, 60), hot(2, 10, 1));
    assertThat(archived(plan)).containsExactly(1L, 2L);
  }

  @Test
  void aSmallSegmentWaitsForCompaction() {
    TieringPlan plan =
        plan(TieringPolicy.NONE.withAge(hours(1)).withMinBytes(6), hot(1, 5, 9), hot(2, 6, 9));
    assertThat(archived(plan)).containsExactly(2L);
    assertThat(reason(plan, 1)).isEqualTo(StayReason.SMALL);
  }

  @Test
  void whatOutlivedItsTimeIsDroppedFromBothTiersRatherThanMoved() {
    TieringPolicy policy = TieringPolicy.NONE.withAge(hours(1)).withTimeToLive(hours(20));
    TieringPlan plan = plan(policy, hot(1, 5, 20), cold(2, 5, 30), hot(3, 5, 19));
    assertThat(plan.expired()).extracting(SegmentEntry::id).containsExactly(1L, 2L);
    assertThat(archived(plan)).containsExactly(3L);
    assertThat(plan.stays()).isEmpty();
  }

  @Test
  void droppedBytesMakeRoomInTheHotTier() {
    TieringPolicy policy = TieringPolicy.NONE.withWatermark(10, 5).withTimeToLive(hours(20));
    assertThat(plan(policy, hot(1, 5, 20), hot(2, 5, 1), hot(3, 5, 1)).archives()).isEmpty();
  }

  @Test
  void aSegmentThatHidesOlderRecordsOutlivesItsTime() {
    TieringPolicy policy = TieringPolicy.NONE.withTimeToLive(hours(20));
    SegmentEntry compacted = with(1, 1, "a", "k", 1, 10);
    SegmentEntry hiding = with(2, 30, "h", "z", 11, 20);
    TieringPlan plan = plan(policy, compacted, hiding);
    assertThat(plan.expired()).isEmpty();
    assertThat(plan.kept()).containsExactly(hiding);
    assertThat(plan.stays()).extracting(TieringPlan.Stay::segment).contains(hiding);
  }

  @Test
  void aSegmentThatMayHideOneThatIsKeptIsKeptToo() {
    TieringPolicy policy = TieringPolicy.NONE.withTimeToLive(hours(20));
    TieringPlan plan =
        plan(
            policy,
            with(1, 1, "a", "c", 1, 10),
            with(2, 30, "c", "m", 11, 20),
            with(3, 30, "m", "z", 21, 30));
    assertThat(plan.expired()).isEmpty();
    assertThat(plan.kept()).extracting(SegmentEntry::id).containsExactlyInAnyOrder(2L, 3L);
  }

  @Test
  void interleavedSequencesHideInBothDirections() {
    TieringPolicy policy = TieringPolicy.NONE.withTimeToLive(hours(20));
    TieringPlan plan = plan(policy, with(1, 30, "a", "z", 1, 20), with(2, 1, "a", "z", 10, 15));
    assertThat(plan.expired()).isEmpty();
  }

  @Test
  void segmentsOfOtherKeysAndNewerOnesKeepNobody() {
    TieringPolicy policy = TieringPolicy.NONE.withTimeToLive(hours(20));
    TieringPlan plan =
        plan(
            policy,
            with(1, 1, "a", "c", 1, 10),
            with(2, 30, "d", "z", 11, 20),
            with(3, 1, "d", "z", 21, 30));
    assertThat(plan.expired()).extracting(SegmentEntry::id).containsExactly(2L);
  }

  @Test
  void aClockThatGoesBackMovesNothing() {
    TieringPolicy policy = TieringPolicy.NONE.withAge(hours(1)).withTimeToLive(hours(1));
    TieringPlan plan =
        TieringPlan.of(Segments.manifest(hot(1, 5, 2)), NOW - 50 * HOUR, policy, NEVER);
    assertThat(plan.archives()).isEmpty();
    assertThat(plan.expired()).isEmpty();
  }

  @Test
  void everySegmentIsSpokenForOnce() {
    TieringPolicy policy =
        TieringPolicy.NONE.withAge(hours(5)).withWatermark(20, 10).withTimeToLive(hours(90));
    TieringPlan plan =
        plan(policy, hot(1, 9, 100), hot(2, 9, 6), hot(3, 9, 1), hot(4, 9, 2), cold(5, 9, 7));
    assertThat(plan.expired().size() + plan.archives().size() + plan.stays().size()).isEqualTo(5);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Watermark(5, 6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TieringPolicy.NONE.withBytesPerSecond(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TieringPolicy.NONE.withTimeToLive(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TieringPolicy.NONE.withAge(Duration.ofHours(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
