package io.blocktier.gateway.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * When a request says that it was signed.
 *
 * @param instant the time
 * @param text the same as signatures spell it
 */
record RequestTime(Instant instant, String text) {

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DAY_LENGTH = 8;

  /** Reads a time as signatures spell it. */
  static Optional<RequestTime> ofBasic(String text) {
    return parse(BASIC, text).map(instant -> new RequestTime(instant, text));
  }

  /** Reads a time as the Date header spells it, or as signatures do. */
  static Optional<RequestTime> ofDate(String text) {
    return parse(DateTimeFormatter.RFC_1123_DATE_TIME, text)
        .map(instant -> new RequestTime(instant, BASIC.format(instant)))
        .or(() -> ofBasic(text));
  }

  private static Optional<Instant> parse(DateTimeFormatter format, String text) {
    try {
      return Optional.of(format.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  String day() {
    return text.substring(0, DAY_LENGTH);
  }
}
