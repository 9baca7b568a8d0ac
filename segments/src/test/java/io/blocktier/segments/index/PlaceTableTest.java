package io.blocktier.segments.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places by hashes, compared with a map of lists. */
class PlaceTableTest {

  private static final int MIB = 1 << 20;

  private final Map<Long, List<Long>> model = new HashMap<>();

  private void add(PlaceTable table, long hash, long place) {
    assertThat(table.add(hash, place)).isTrue();
    model.computeIfAbsent(hash, _ -> new ArrayList<>()).add(place);
  }

  private void requireAll(PlaceTable table) {
    long records = 0;
    for (Map.Entry<Long, List<Long>> entry : model.entrySet()) {
      assertThat(table.find(entry.getKey()))
          .as("hash %x", entry.getKey())
          .containsExactlyInAnyOrder(
              entry.getValue().stream().mapToLong(Long::longValue).toArray());
      records += entry.getValue().size();
    }
    assertThat(table.records()).isEqualTo(records);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatWasAddedIsFoundAndWhatIsSweptIsNot(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PlaceTable table = new PlaceTable(4 * MIB);
    long[] hashes = random.longs(8_000).toArray();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 12_000; i++) {
        long hash = hashes[random.nextInt(hashes.length)];
        add(table, hash, Place.of(random.nextInt(8), i, random.nextBoolean()));
      }
      requireAll(table);
      int gone = random.nextInt(8);
      table.sweep(place -> Place.ordinal(place) == gone);
      model.values().forEach(places -> places.removeIf(place -> Place.ordinal(place) == gone));
      requireAll(table);
    }
    for (long absent : random.longs(10_000).toArray()) {
      assertThat(table.find(absent)).isEmpty();
    }
  }

  /** The last slots of a stripe go on with the first. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6, 7, 8})
  void recordsThatShareTheLastSlotsAreFoundBehindSweeps(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PlaceTable table = new PlaceTable(MIB / 8);
    assertThat(table.stripes()).isEqualTo(1);
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 60; i++) {
        add(table, -1 - random.nextInt(8), Place.of(i % 3, i, false));
        add(table, random.nextInt(3), Place.of(i % 3, i, true));
      }
      model.merge(1L, model.getOrDefault(0L, List.of()), PlaceTableTest::both);
      model.remove(0L); // is the same as 1
      int gone = round % 3;
      table.sweep(place -> Place.ordinal(place) == gone);
      model.values().forEach(places -> places.removeIf(place -> Place.ordinal(place) == gone));
      requireAll(table);
    }
  }

  private static List<Long> both(List<Long> one, List<Long> other) {
    List<Long> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  @Test
  void theBoundHoldsAndAsManyAsItSaysFitIn() {
    SplittableRandom random = new SplittableRandom(9);
    for (long bytes : new long[] {MIB / 4, MIB, 8 * MIB}) {
      PlaceTable table = new PlaceTable(bytes);
      long capacity = table.capacity();
      for (long i = 0; i < capacity; i++) {
        assertThat(table.add(random.nextLong(), Place.of(1, 1, false))).isTrue();
      }
      long more = 0;
      while (table.add(random.nextLong(), Place.of(1, 1, false))) {
        more++;
      }
      assertThat(table.bytes()).isLessThanOrEqualTo(bytes);
      assertThat(bytes / (capacity + more)).as("bytes a record").isBetween(16L, 40L);
    }
  }

  @Test
  void aTableWithoutMemoryTakesNothing() {
    PlaceTable table = new PlaceTable(0);
    assertThat(table.capacity()).isZero();
    assertThat(table.add(17, 4)).isFalse();
    assertThat(table.find(17)).isEmpty();
    assertThat(table.bytes()).isZero();
  }

  @Test
  void oneHashHasABoundOfItsOwn() {
    PlaceTable table = new PlaceTable(MIB);
    for (int i = 0; i < Stripe.MOST_OF_A_HASH; i++) {
      add(table, 5, Place.of(i, 0, false));
    }
    assertThat(table.add(5, Place.of(0, 1, false))).isFalse();
    add(table, 6, Place.of(0, 1, false));
    requireAll(table);
  }

  @Test
  void aVisitShowsEveryRecordOnce() {
    SplittableRandom random = new SplittableRandom(10);
    PlaceTable table = new PlaceTable(4 * MIB);
    for (int i = 0; i < 10_000; i++) {
      add(table, random.nextInt() | 1L << 40, Place.of(i, i, false));
    }
    Map<Long, List<Long>> seen = new HashMap<>();
    for (int stripe = 0; stripe < table.stripes(); stripe++) {
      table.visit(
          stripe, (hash, place) -> seen.computeIfAbsent(hash, _ -> new ArrayList<>()).add(place));
    }
    assertThat(seen.keySet()).isEqualTo(model.keySet());
    seen.forEach(
        (hash, places) -> assertThat(places).containsExactlyInAnyOrderElementsOf(model.get(hash)));
  }

  @Test
  void aPlaceHasItsParts() {
    long place = Place.of(7, Place.MAX_FRAME, true);
    assertThat(Place.ordinal(place)).isEqualTo(7);
    assertThat(Place.frame(place)).isEqualTo(Place.MAX_FRAME);
    assertThat(Place.isTombstone(place)).isTrue();
    long other = Place.withOrdinal(place, 9);
    assertThat(other).isEqualTo(Place.of(9, Place.MAX_FRAME, true));
    assertThat(Place.withOrdinal(Place.of(7, 3, false), 9)).isEqualTo(Place.of(9, 3, false));
  }
}
