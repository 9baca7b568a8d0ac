package io.blocktier.segments.tiering;

import io.blocktier.segments.objects.Pace;
import java.time.Duration;
import java.util.Optional;

/**
 * When segments go to another tier. A pinned segment stays, whatever a policy says. Immutable and
 * thread-safe.
 *
 * @param age archive what was sealed at least this long ago; with {@code idle} too, both have to
 *     hold; without either, only the watermark archives
 * @param idle archive what was not read for at least this long
 * @param watermark archive what was not used for longest while the hot tier is too full, whatever
 *     its age is; or empty for a hot tier without bounds
 * @param residency how long a segment stays in a tier at least, once it has come to it: keeps it
 *     from going to and fro
 * @param minBytes what is smaller stays hot until compaction has made more of it, unless the
 *     watermark wants it gone; 0 or more
 * @param timeToLive whole segments are dropped once they were sealed this long ago, for then all
 *     their records are at least as old; or empty to keep them. Records that expire one by one are
 *     not its concern
 * @param bytesPerSecond how much is moved in a second at most, in either direction
 */
public record TieringPolicy(
    Optional<Duration> age,
    Optional<Duration> idle,
    Optional<Watermark> watermark,
    Duration residency,
    long minBytes,
    Optional<Duration> timeToLive,
    long bytesPerSecond) {

  /** The rate of a policy that has none. */
  public static final long UNLIMITED = Pace.UNLIMITED;

  /** Moves and drops nothing, and lets commands move as fast as they can. */
  public static final TieringPolicy NONE =
      new TieringPolicy(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          0,
          Optional.empty(),
          UNLIMITED);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative, or the rate or the time to live not
   *     positive
   */
  public TieringPolicy {
    boolean negative =
        age.filter(Duration::isNegative).isPresent()
            || idle.filter(Duration::isNegative).isPresent()
            || residency.isNegative()
            || minBytes < 0;
    boolean useless = bytesPerSecond < 1 || timeToLive.filter(t -> !t.isPositive()).isPresent();
    if (negative || useless) {
      throw new IllegalArgumentException("a policy of tiers has numbers that are not positive");
    }
  }

  /**
   * Returns this policy with another age.
   *
   * @param duration archive what was sealed at least this long ago
   * @return the changed policy
   */
  public TieringPolicy withAge(Duration duration) {
    return new TieringPolicy(
        Optional.of(duration), idle, watermark, residency, minBytes, timeToLive, bytesPerSecond);
  }

  /**
   * Returns this policy with another idle time.
   *
   * @param duration archive what was not read for at least this long
   * @return the changed policy
   */
  public TieringPolicy withIdle(Duration duration) {
    return new TieringPolicy(
        age, Optional.of(duration), watermark, residency, minBytes, timeToLive, bytesPerSecond);
  }

  /**
   * Returns this policy with a bound of the hot tier.
   *
   * @param highBytes with more bytes than these, segments go
   * @param lowBytes until there are no more than these
   * @return the changed policy
   */
  public TieringPolicy withWatermark(long highBytes, long lowBytes) {
    Watermark mark = new Watermark(highBytes, lowBytes);
    return new TieringPolicy(
        age, idle, Optional.of(mark), residency, minBytes, timeToLive, bytesPerSecond);
  }

  /**
   * Returns this policy with another residency.
   *
   * @param duration how long a segment stays in a tier at least
   * @return the changed policy
   */
  public TieringPolicy withResidency(Duration duration) {
    return new TieringPolicy(age, idle, watermark, duration, minBytes, timeToLive, bytesPerSecond);
  }

  /**
   * Returns this policy with a least size.
   *
   * @param bytes what is smaller stays hot, unless the watermark wants it gone
   * @return the changed policy
   */
  public TieringPolicy withMinBytes(long bytes) {
    return new TieringPolicy(age, idle, watermark, residency, bytes, timeToLive, bytesPerSecond);
  }

  /**
   * Returns this policy with a time to live.
   *
   * @param duration whole segments are dropped once they were sealed this long ago
   * @return the changed policy
   */
  public TieringPolicy withTimeToLive(Duration duration) {
    return new TieringPolicy(
        age, idle, watermark, residency, minBytes, Optional.of(duration), bytesPerSecond);
  }

  /**
   * Returns this policy with a rate.
   *
   * @param bytes how much is moved in a second at most
   * @return the changed policy
   */
  public TieringPolicy withBytesPerSecond(long bytes) {
    return new TieringPolicy(age, idle, watermark, residency, minBytes, timeToLive, bytes);
  }
}
