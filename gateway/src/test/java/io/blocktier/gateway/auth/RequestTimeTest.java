package io.blocktier.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeTest {

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Test
  void everySecondOfFourDigitYearsIsReadAsItWasWritten() {
    long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    RandomGenerator.of("L64X128MixRandom")
        .longs(1000, 0, last)
        .mapToObj(Instant::ofEpochSecond)
        .forEach(time ->
            assertThat(RequestTime.ofBasic(BASIC.format(time)))
                .contains(new RequestTime(time, BASIC.format(time))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20130524T000000",
        "20130524t000000Z",
        "20130524T000000z",
        "20130524 000000Z",
        "20131324T000000Z",
        "20130230T000000Z",
        "20130524T240000Z",
        "20130524T000060Z",
        "2013052\u0664T000000Z",
        "+2013524T000000Z",
        "20130524T0000000Z",
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThat(RequestTime.ofBasic(text)).isEmpty();
  }
}
