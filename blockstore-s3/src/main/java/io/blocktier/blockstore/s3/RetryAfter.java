package io.blocktier.blockstore.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * Returns the wait that a server asks for.
   *
   * @param header the value of the header, or null
   * @param clock the time of day, against which a date is measured
   * @return the wait, zero for a date in the past; null where there is none that can be read
   */
  static @Nullable Duration parse(@Nullable String header, InstantSource clock) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    boolean seconds =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return seconds ? Duration.ofSeconds(Long.parseLong(text)) : until(text, clock);
  }

  private static @Nullable Duration until(String date, InstantSource clock) {
    Instant moment = HttpDate.parse(date).orElse(null);
    if (moment == null) {
      return null;
    }
    Duration wait = Duration.between(clock.instant(), moment);
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
