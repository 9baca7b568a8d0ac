package io.blocktier.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How directory buckets are served. Immutable and thread-safe.
 *
 * @param zones where directory buckets may be; empty to have none
 * @param defaultZone the id of the zone where a bucket may be created without saying where; empty
 *     to insist on a location, as AWS does
 * @param sessionDuration how long the keys of a session last
 * @param unboundSessions whether a session may be for no particular bucket, as a client asks that
 *     names none; its keys are good for all directory buckets that its owner has a right to
 * @param appends whether objects can be appended to
 * @param maxAppendBytes the most bytes that one append carries
 */
public record DirectoryOptions(
    List<Zone> zones,
    Optional<String> defaultZone,
    Duration sessionDuration,
    boolean unboundSessions,
    boolean appends,
    long maxAppendBytes) {

  /** The most bytes that an append may ever carry: 5 GiB. */
  public static final long LARGEST_APPEND_BYTES = 5L << 30;

  /** One zone, and sessions and appends as AWS has them. */
  public static final DirectoryOptions DEFAULT =
      new DirectoryOptions(
          List.of(new Zone("use1-az4", Zone.Kind.AVAILABILITY_ZONE)),
          Optional.empty(),
          Duration.ofMinutes(5),
          false,
          true,
          LARGEST_APPEND_BYTES);

  /**
   * Checks the duration, the size and the default zone.
   *
   * @throws IllegalArgumentException if the duration is not positive, the size is not 1 to {@link
   *     #LARGEST_APPEND_BYTES}, or the default zone is none of the zones
   */
  public DirectoryOptions {
    zones = List.copyOf(zones);
    if (!sessionDuration.isPositive()) {
      throw new IllegalArgumentException("a session lasts some time, not " + sessionDuration);
    }
    if (maxAppendBytes < 1 || maxAppendBytes > LARGEST_APPEND_BYTES) {
      throw new IllegalArgumentException("an append carries no " + maxAppendBytes + " bytes");
    }
    if (defaultZone.isPresent() && !hasZone(zones, defaultZone.get())) {
      throw new IllegalArgumentException("the default zone is not here: " + defaultZone.get());
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

  private static boolean hasZone(List<Zone> zones, String id) {
    return zones.stream().anyMatch(zone -> zone.id().equals(id));
  }
}
