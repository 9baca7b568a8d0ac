package io.blocktier.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How directory buckets are served. Immutable and thread-safe.
 *
 * @param zones where directory buckets may be; empty to have none
 * @param sessionDuration how long the keys of a session last
 * @param unboundSessions whether a session may be for no particular bucket, as a client asks that
 *     names none; its keys are good for all directory buckets that its owner has a right to
 */
public record DirectoryOptions(
    List<Zone> zones, Duration sessionDuration, boolean unboundSessions) {

  /** One zone, and sessions as AWS has them. */
  public static final DirectoryOptions DEFAULT =
      new DirectoryOptions(
          List.of(new Zone("use1-az4", Zone.Kind.AVAILABILITY_ZONE)), Duration.ofMinutes(5), false);

  /**
   * Checks the duration.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public DirectoryOptions {
    zones = List.copyOf(zones);
    if (!sessionDuration.isPositive()) {
      throw new IllegalArgumentException("a session lasts some time, not " + sessionDuration);
    }
  }

  /**
   * Returns the zone of an id.
   *
   * @param id as in names of buckets
   * @return the zone, or empty if it is not configured
   */
  public Optional<Zone> zone(String id) {
    return zones.stream().filter(zone -> zone.id().equals(id)).findFirst();
  }
}
