package io.blocktier.blockstore.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Dates of HTTP. Each answer has one, and servers write it as RFC 9110, section 5.6.7, asks for:
 * {@code Sun, 06 Nov 1994 08:49:37 GMT}. That form is read in place; whatever else there may be is
 * left to the JDK, whose parser takes longer. Of a date in that form nobody looks whether the day
 * of the week is that of the date.
 */
final class HttpDate {

  private static final String FORM = "EEE, dd MMM yyyy HH:mm:ss GMT";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int LETTERS_OF_MONTH = 3;
  private static final int MONTH_AT = FORM.indexOf('M');
  private static final int YEAR_AT = FORM.indexOf('y');
  private static final int NO_MONTH = 0;

  /** The bit in which small letters of ASCII differ from capital ones. */
  private static final int LOWER_CASE = 0x20;

  private HttpDate() {}

  /** Returns the moment, or empty if the text is no date. */
  static Optional<Instant> parse(String text) {
    try {
      int month = hasForm(text) ? month(text) : NO_MONTH;
      return Optional.of(
          month == NO_MONTH
              ? DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)
              : inPlace(text, month));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  /** Whether digits, letters and everything between stand where they should. */
  private static boolean hasForm(String text) {
    if (text.length() != FORM.length() || !text.endsWith(" GMT")) {
      return false;
    }
    for (int i = 0; i < FORM.length() - " GMT".length(); i++) {
      char expected = FORM.charAt(i);
      char found = text.charAt(i);
      boolean fits =
          switch (expected) {
            case 'd', 'y', 'H', 'm', 's' -> found >= '0' && found <= '9';
            case 'E', 'M' -> (found | LOWER_CASE) >= 'a' && (found | LOWER_CASE) <= 'z';
            default -> found == expected;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int month(String text) {
    int at = MONTHS.indexOf(text.substring(MONTH_AT, MONTH_AT + LETTERS_OF_MONTH));
    return at >= 0 && at % LETTERS_OF_MONTH == 0 ? at / LETTERS_OF_MONTH + 1 : NO_MONTH;
  }

  private static Instant inPlace(String text, int month) {
    return LocalDateTime.of(
            two(text, YEAR_AT) * 100 + two(text, YEAR_AT + 2),
            month,
            two(text, FORM.indexOf('d')),
            two(text, FORM.indexOf('H')),
            two(text, FORM.indexOf('m')),
            two(text, FORM.indexOf('s')))
        .toInstant(ZoneOffset.UTC);
  }

  private static int two(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }
}
