package io.blocktier.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySequenceTest {

  private static final int KEYS = 1000;
  private static final int DRAWS = 1 << 20;

  private static long[] counts(KeySequence sequence) {
    long[] counts = new long[KEYS];
    for (int i = 0; i < DRAWS; i++) {
      counts[sequence.key(i)]++;
    }
    return counts;
  }

  private static long[] ranked(KeySequence sequence) {
    long[] counts = counts(sequence);
    Arrays.sort(counts);
    long[] falling = new long[KEYS];
    Arrays.setAll(falling, i -> counts[KEYS - 1 - i]);
    return falling;
  }

  /**
   * Four standard deviations of the number of draws, and two more for the sorting of neighbours.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.99, 1", "0.99, 2", "1.5, 3"})
  void rankNIsAskedForAsOftenAsTheLawSays(double exponent, long seed) {
    double sum = 0;
    for (int rank = 1; rank <= KEYS; rank++) {
      sum += Math.pow(rank, -exponent);
    }
    long[] ranked = ranked(KeySequence.zipf(KEYS, exponent, seed));
    for (int rank : new int[] {1, 2, 3, 10, 30, 100, 300}) {
      double expected = DRAWS * Math.pow(rank, -exponent) / sum;
      assertThat((double) ranked[rank - 1])
          .as("rank %s by exponent %s and seed %s", rank, exponent, seed)
          .isBetween(expected - 6 * Math.sqrt(expected), expected + 6 * Math.sqrt(expected));
    }
  }

  @Test
  void thoseAskedForMostAreNotNeighbours() {
    long[] counts = counts(KeySequence.zipf(KEYS, 0.99, 1));
    long firstTenth = Arrays.stream(counts, 0, KEYS / 10).sum();
    assertThat(firstTenth).isLessThan(DRAWS * 6L / 10); // unspread it would be two thirds and more
    long[] again = counts(KeySequence.zipf(KEYS, 0.99, 2));
    assertThat(hottest(again)).isNotEqualTo(hottest(counts));
  }

  private static int hottest(long[] counts) {
    int hottest = 0;
    for (int i = 0; i < counts.length; i++) {
      hottest = counts[i] > counts[hottest] ? i : hottest;
    }
    return hottest;
  }

  @Test
  void uniformKeysAreAskedForEquallyOften() {
    double expected = DRAWS / (double) KEYS;
    assertThat(Arrays.stream(counts(KeySequence.uniform(KEYS, 1))).asDoubleStream().boxed())
        .allMatch(count -> Math.abs(count - expected) < 6 * Math.sqrt(expected));
  }

  @Test
  void theSameSeedAsksForTheSameKeys() {
    KeySequence one = KeySequence.zipf(KEYS, 0.99, 7);
    KeySequence two = KeySequence.zipf(KEYS, 0.99, 7);
    for (int i = 0; i < 10_000; i++) {
      assertThat(one.key(i)).isEqualTo(two.key(i));
    }
    assertThat(one.key(DRAWS)).isEqualTo(one.key(0));
  }
}
