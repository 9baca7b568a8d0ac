package io.blocktier.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.benchmarks.measure.DurableLag;
import java.util.List;
import org.junit.jupiter.api.Test;

class TravelTimesTest {

  private static final String NAME = "blocktier_cache_durable_lag_seconds_bucket";

  private static List<String> metrics(int toFive, int toSeven, int all) {
    return List.of(
        "# TYPE blocktier_cache_durable_lag_seconds histogram",
        NAME + "{store=\"local\",le=\"0.005\"} " + toFive,
        NAME + "{store=\"local\",le=\"0.007\"} " + toSeven,
        NAME + "{store=\"local\",le=\"+Inf\"} " + all,
        "blocktier_cache_durable_lag_seconds_count{store=\"local\"} " + all);
  }

  @Test
  void aQuantileIsTheBoundOfTheBucketThatHasIt() {
    assertThat(TravelTimes.of(metrics(50, 99, 100), "there"))
        .isEqualTo(DurableLag.measured("there", 5, 7));
    assertThat(TravelTimes.of(metrics(49, 98, 100), "there"))
        .isEqualTo(DurableLag.measured("there", 7, Double.POSITIVE_INFINITY));
  }

  @Test
  void whereNothingHasArrivedNothingIsKnown() {
    assertThat(TravelTimes.of(metrics(0, 0, 0), "there").kind())
        .isEqualTo(DurableLag.Kind.UNBOUNDED);
    assertThat(TravelTimes.of(List.of(), "there").kind()).isEqualTo(DurableLag.Kind.UNBOUNDED);
  }
}
