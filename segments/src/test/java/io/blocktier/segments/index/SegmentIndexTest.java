package io.blocktier.segments.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Which segments are covered, and what is told of them. */
class SegmentIndexTest {

  private static final int MIB = 1 << 20;

  private static RecordKey key(int number) {
    return RecordKey.of("key" + number);
  }

  /** Covers a segment that has some keys, each in the frame of its number. */
  private static boolean cover(SegmentIndex index, long segment, int from, int to) {
    try (Cover cover = index.begin(segment, to - from)) {
      if (cover == null) {
        return false;
      }
      for (int i = from; i < to; i++) {
        cover.add(key(i), i % 5 == 0 ? RecordKind.TOMBSTONE : RecordKind.PUT, i);
      }
      return cover.finish();
    }
  }

  private static List<String> hints(SegmentIndex index, int number) {
    List<String> hints = new ArrayList<>();
    index
        .find(key(number))
        .forEach((segment, frame, tombstone) ->
            hints.add(segment + ":" + frame + (tombstone ? "!" : "")));
    hints.sort(null);
    return hints;
  }

  @Test
  void aCoveredSegmentSaysWhereItsRecordsAreAndThatItHasNoOthers() {
    SegmentIndex index = new SegmentIndex(MIB);
    assertThat(cover(index, 17, 0, 100)).isTrue();
    assertThat(cover(index, 18, 50, 60)).isTrue();
    assertThat(hints(index, 3)).containsExactly("17:3");
    assertThat(hints(index, 5)).containsExactly("17:5!");
    assertThat(hints(index, 51)).containsExactly("17:51", "18:51");
    assertThat(hints(index, 100)).isEmpty();
    assertThat(index.coverage().covers(17)).isTrue();
    assertThat(index.coverage().covers(19)).isFalse();
    assertThat(index.records()).isEqualTo(110);
    assertThat(cover(index, 17, 0, 100)).as("once more").isFalse();
  }

  @Test
  void aSegmentIsNotCoveredBeforeAllItsRecordsAreIn() {
    SegmentIndex index = new SegmentIndex(MIB);
    try (Cover cover = index.begin(1, 2)) {
      assertThat(cover).isNotNull();
      cover.add(key(1), RecordKind.PUT, 1);
      assertThat(hints(index, 1)).isEmpty();
      assertThat(index.coverage().covers(1)).isFalse();
      assertThat(index.begin(1, 2)).as("a second one at once").isNull();
    }
    assertThat(index.coverage().covers(1)).as("given up").isFalse();
    index.sweep();
    assertThat(index.records()).isZero();
    assertThat(cover(index, 1, 1, 3)).isTrue();
    assertThat(hints(index, 1)).containsExactly("1:1");
  }

  @Test
  void segmentsThatAreGoneAreNotToldOfAndGiveTheirRoomBack() {
    SegmentIndex index = new SegmentIndex(MIB / 4);
    int segments = 0;
    while (cover(index, ++segments, 0, 1000)) {
      assertThat(segments).isLessThan(1000);
    }
    int last = segments - 1;
    assertThat(last).isGreaterThan(3);
    index.retire(segment -> segment % 2 == 0);
    assertThat(hints(index, 3)).hasSize((last + 1) / 2).doesNotContain("2:3");
    for (int more = 1; more <= last / 2; more++) {
      assertThat(cover(index, segments + more, 0, 1000)).as("segment %d more", more).isTrue();
    }
    assertThat(cover(index, segments + last, 0, 1000)).as("beyond the bound").isFalse();
    assertThat(index.bytes()).isLessThanOrEqualTo(MIB / 4);
  }

  @Test
  void keysOfOneHashAreToldOfTogether() {
    SegmentIndex index = Collisions.index(MIB);
    assertThat(cover(index, 1, 0, 3)).isTrue();
    assertThat(cover(index, 2, 3, 4)).isTrue();
    assertThat(hints(index, 17)).containsExactly("1:0!", "1:1", "1:2", "2:3");
  }

  @Test
  void moreKeysOfOneHashThanThereMayBeLeaveTheirSegmentOut() {
    SegmentIndex index = Collisions.index(MIB);
    assertThat(cover(index, 1, 0, Stripe.MOST_OF_A_HASH - 1)).isTrue();
    assertThat(cover(index, 2, 0, 2)).isFalse();
    assertThat(index.coverage().covers(1)).isTrue();
    assertThat(index.coverage().covers(2)).isFalse();
  }

  /**
   * Segments come and go while others look: whoever is told that a segment is covered is told of
   * its record, too, though that is swept and its ordinal is another's at once.
   */
  @Test
  void whoeverSeesASegmentCoveredSeesItsRecords() throws Exception {
    SegmentIndex index = new SegmentIndex(MIB);
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch looking = new CountDownLatch(2);
    Callable<Long> reader =
        () -> {
          long looks = 0;
          for (; !over.get(); looks++) {
            Hints hints = index.find(key(7));
            if (looks == 0) {
              looking.countDown();
            }
            List<Long> told = new ArrayList<>();
            hints.forEach((segment, _, _) -> told.add(segment));
            assertThat(told).containsAll(hints.coverage().ordinals().keySet());
          }
          return looks;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Long>> readers = List.of(threads.submit(reader), threads.submit(reader));
      try {
        assertThat(looking.await(1, TimeUnit.MINUTES)).isTrue();
        for (long segment = 1; segment < 1_000; segment++) {
          assertThat(cover(index, segment, 7, 9)).isTrue();
          long oldest = segment - 2;
          index.retire(one -> one < oldest);
          index.sweep();
        }
      } finally {
        over.set(true);
      }
      for (Future<Long> looks : readers) {
        assertThat(looks.get()).isPositive();
      }
    }
  }
}
