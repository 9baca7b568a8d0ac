package io.blocktier.gateway.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
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
  private static final int BASIC_LENGTH = 16;

  /** Reads a time as signatures spell it. */
  static Optional<RequestTime> ofBasic(String text) {
    boolean shaped = text.length() == BASIC_LENGTH && text.endsWith("Z");
    if (!shaped || text.charAt(DAY_LENGTH) != 'T') {
      return Optional.empty();
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 4, 6),
              number(text, 6, 8),
              number(text, 9, 11),
              number(text, 11, 13),
              number(text, 13, 15));
      return Optional.of(new RequestTime(time.toInstant(ZoneOffset.UTC), text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A formatter would take a good part of the time that a signature takes. */
  private static int number(String text, int begin, int end) {
    int number = 0;
    for (int i = begin; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("no digit at " + i);
      }
      number = 10 * number + digit;
    }
    return number;
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
