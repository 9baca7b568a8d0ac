package io.blocktier.segments.manifest;

import java.time.Duration;

/**
 * A log that another one took the place of. What it has behind its position is in no segment, and
 * older than whatever has a greater sequence number. Immutable and thread-safe.
 *
 * @param log which log, at most {@value LogMark#MAX_NAME_LENGTH} characters
 * @param position what is in it up to here, inclusive, is in segments; 0 or more
 * @param sequence the greatest sequence number that a record in segments had when it was left
 * @param number of the manifest with which it was left
 * @param sinceMillis when it was left, or somebody began to recover it; milliseconds since
 *     1970-01-01 UTC
 */
public record LeftLog(String log, long position, long sequence, long number, long sinceMillis) {

  /** How long a manifest remembers a log, and what was deleted since is kept apart from it. */
  public static final Duration REMEMBERED = Duration.ofDays(7);

  /** How many logs a manifest remembers; the one that was left longest ago goes first. */
  public static final int MOST = 64;

  /**
   * Checks name and numbers.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public LeftLog {
    if (log.length() > LogMark.MAX_NAME_LENGTH || position < 0 || sequence < 0) {
      throw new IllegalArgumentException("no log " + log + " was left at " + position);
    }
  }

  /**
   * Tells whether another log was left before this one, and is older.
   *
   * @param other the other one
   * @return whether it was
   */
  public boolean isLaterThan(LeftLog other) {
    return number > other.number;
  }

  LeftLog rememberedFrom(long millis) {
    return new LeftLog(log, position, sequence, number, millis);
  }

  /**
   * Tells whether the next commit forgets it.
   *
   * @param millis the time of that, milliseconds since 1970-01-01 UTC
   * @return whether it was left too long ago
   */
  public boolean isForgottenAt(long millis) {
    return millis - sinceMillis > REMEMBERED.toMillis();
  }
}
