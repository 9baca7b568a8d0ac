package io.blocktier.gateway.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Dates as headers and XML have them. */
public final class HttpDates {

  private static final DateTimeFormatter HEADER =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  private static final int HEADER_LENGTH = 29;
  private static final int FIRST_OF_FOUR_DIGITS = 1000;
  private static final int LAST_OF_FOUR_DIGITS = 9999;
  private static final DateTimeFormatter XML =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HttpDates() {}

  /** Returns a date of RFC 9110, to the second. */
  public static String header(Instant instant) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    int year = time.getYear();
    if (year < FIRST_OF_FOUR_DIGITS || year > LAST_OF_FOUR_DIGITS) {
      return HEADER.format(instant);
    }
    StringBuilder text = new StringBuilder(HEADER_LENGTH);
    text.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(", ");
    two(text, time.getDayOfMonth()).append(' ').append(MONTHS[time.getMonthValue() - 1]);
    text.append(' ').append(year).append(' ');
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    return two(text, time.getSecond()).append(" GMT").toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** Returns a date of ISO 8601, to the millisecond. */
  public static String xml(Instant instant) {
    return XML.format(instant);
  }

  /** Reads a date of a header; one that cannot be read does not count, as RFC 9110 has it. */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Cuts what headers cannot carry. */
  public static Instant toSecond(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
