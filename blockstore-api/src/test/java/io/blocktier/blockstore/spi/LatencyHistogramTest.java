package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        63,
        64,
        65,
        127,
        128,
        129,
        1_000,
        4_095,
        4_096,
        1_000_003,
        999_999_999_999L,
        Long.MAX_VALUE / 2,
        Long.MAX_VALUE
      })
  void everyValueComesBackWithinOnePercent(long nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(nanos);
    assertThat((double) histogram.quantile(0.5)).isCloseTo((double) nanos, within(nanos * 0.01));
  }

  @Test
  void quantilesOfManyValuesAreWithinOnePercentOfTheSortedOnes() {
    SplittableRandom random = new SplittableRandom(20261121);
    long[] values = random.doubles(100_000, 3, 21).mapToLong(x -> (long) Math.exp(x)).toArray();
    LatencyHistogram histogram = new LatencyHistogram();
    Arrays.stream(values).forEach(histogram::record);
    Arrays.sort(values);
    for (double part : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
      double exact = values[(int) Math.ceil(part * values.length) - 1];
      assertThat((double) histogram.quantile(part)).isCloseTo(exact, within(exact * 0.01));
    }
  }

  @Test
  void nothingRecordedIsZero() {
    assertThat(new LatencyHistogram().quantile(0.99)).isZero();
  }

  @Test
  void tickerThatWentBackCountsAsNoTime() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(-5);
    assertThat(histogram.quantile(1)).isZero();
  }
}
