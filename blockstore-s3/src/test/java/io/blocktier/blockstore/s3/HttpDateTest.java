package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

  private static final DateTimeFormatter RFC = DateTimeFormatter.RFC_1123_DATE_TIME;

  @Test
  void everyMomentIsReadAsTheFormatSaysIt() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      Instant moment = Instant.ofEpochSecond(random.nextLong(-1L << 33, 1L << 37));
      String text = RFC.format(moment.atOffset(ZoneOffset.UTC));

      assertThat(HttpDate.parse(text)).as(text).contains(moment);
    }
  }

  @Test
  void whatTheJdkReadsBesideThatFormIsReadToo() {
    Instant moment = Instant.parse("1994-11-06T08:49:37Z");

    assertThat(HttpDate.parse("Sun, 6 Nov 1994 08:49:37 GMT")).contains(moment);
    assertThat(HttpDate.parse("Sun, 06 nov 1994 08:49:37 GMT")).contains(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 19x4 08:49:37 GMT",
        "S_n, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:61:37 GMT"
      })
  void whatIsNoDateIsNone(String text) {
    assertThat(HttpDate.parse(text)).isEmpty();
  }
}
