package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionTest {

  private static final long SECOND = 1_000;
  private static final long NOW = 1_000_000 * SECOND;
  private static final PromotionPolicy THRICE = new PromotionPolicy(3, Duration.ofSeconds(10), 2);

  private static SegmentEntry cold(long id, long bytes) {
    return Segments.entry(id, TierBench.NAMES.object(Tier.COLD, id), bytes, 0);
  }

  private static SegmentEntry hot(long id, long bytes) {
    return Segments.entry(id, TierBench.NAMES.object(Tier.HOT, id), bytes, 0);
  }

  private static boolean readThrice(Promotion promotion, SegmentEntry entry, long millis) {
    boolean called = false;
    for (int i = 0; i < THRICE.reads(); i++) {
      called = promotion.read(entry, millis);
    }
    return called;
  }

  @Test
  void aColdSegmentComesBackOnceItIsReadOftenWithinTheWindow() {
    Promotion promotion = new Promotion(THRICE, TieringPolicy.NONE);
    SegmentEntry entry = cold(1, 5);
    assertThat(promotion.read(entry, NOW)).isFalse();
    assertThat(promotion.read(entry, NOW + 5 * SECOND)).isFalse();
    assertThat(promotion.read(entry, NOW + 11 * SECOND)).as("the first is too old").isFalse();
    assertThat(promotion.read(entry, NOW + 15 * SECOND)).isTrue();
    assertThat(promotion.take(Segments.manifest(entry))).containsExactly(1L);
    assertThat(promotion.take(Segments.manifest(entry))).isEmpty();
  }

  @Test
  void aSegmentThatWaitsIsNotCalledAgain() {
    Promotion promotion = new Promotion(THRICE, TieringPolicy.NONE);
    SegmentEntry entry = cold(1, 5);
    assertThat(readThrice(promotion, entry, NOW)).isTrue();
    assertThat(promotion.read(entry, NOW)).isFalse();
    assertThat(promotion.take(Segments.manifest(entry))).containsExactly(1L);
    assertThat(promotion.read(entry, NOW)).as("it is counted from the beginning").isFalse();
  }

  @Test
  void hotAndPinnedSegmentsStayWhereTheyAre() {
    Promotion promotion = new Promotion(THRICE, TieringPolicy.NONE);
    SegmentEntry c = cold(2, 5);
    SegmentEntry pinned = new SegmentEntry(c.id(), c.object(), c.content(), 0, 0, true, c.since());
    assertThat(readThrice(promotion, hot(1, 5), NOW)).isFalse();
    assertThat(readThrice(promotion, pinned, NOW)).isFalse();
  }

  @Test
  void aSegmentThatWasJustArchivedStaysForAWhile() {
    Promotion promotion =
        new Promotion(THRICE, TieringPolicy.NONE.withResidency(Duration.ofSeconds(60)));
    SegmentEntry c = cold(1, 5);
    SegmentEntry archived =
        new SegmentEntry(c.id(), c.object(), c.content(), 0, NOW, false, c.since());
    assertThat(readThrice(promotion, archived, NOW + 59 * SECOND)).isFalse();
    assertThat(promotion.read(archived, NOW + 60 * SECOND)).isTrue();
  }

  @Test
  void whatDoesNotFitBelowTheHighMarkIsNotBroughtBack() {
    Promotion promotion = new Promotion(THRICE, TieringPolicy.NONE.withWatermark(100, 50));
    SegmentEntry large = cold(1, 41);
    SegmentEntry small = cold(2, 40);
    assertThat(readThrice(promotion, large, NOW)).isTrue();
    assertThat(readThrice(promotion, small, NOW)).isTrue();
    assertThat(promotion.take(Segments.manifest(hot(3, 60), large, small))).containsExactly(2L);
  }

  @Test
  void moreThanMayWaitHaveToBeReadAgain() {
    Promotion promotion = new Promotion(THRICE, TieringPolicy.NONE);
    assertThat(readThrice(promotion, cold(1, 5), NOW)).isTrue();
    assertThat(readThrice(promotion, cold(2, 5), NOW)).isTrue();
    assertThat(readThrice(promotion, cold(3, 5), NOW)).isFalse();
    assertThat(promotion.take(Segments.manifest(cold(1, 5), cold(2, 5), cold(3, 5))))
        .isEqualTo(List.of(1L, 2L));
    assertThat(promotion.read(cold(3, 5), NOW)).isTrue();
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new PromotionPolicy(0, Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PromotionPolicy(1_001, Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
