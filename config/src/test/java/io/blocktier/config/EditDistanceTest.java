package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

  @ParameterizedTest
  @CsvSource({
    "bucket, bucket, 0",
    "bucket, buckt, 1",
    "bucket, buckket, 1",
    "bucket, bucked, 1",
    "bucket, bukcet, 1",
    "bucket, '', 6",
    "kitten, sitting, 3",
    "ca, abc, 3"
  })
  void countsWhatWasMistyped(String left, String right, int distance) {
    assertThat(EditDistance.between(left, right)).isEqualTo(distance);
    assertThat(EditDistance.between(right, left)).isEqualTo(distance);
  }

  @Test
  void looksOnlyAtTheBeginningOfAMegabyte() {
    assertThat(EditDistance.between("a".repeat(1 << 20), "a")).isEqualTo(127);
  }
}
