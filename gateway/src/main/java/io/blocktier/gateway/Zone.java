package io.blocktier.gateway;

import java.util.Optional;

/**
 * Where directory buckets may be.
 *
 * @param id as in the names of its buckets
 * @param kind what it is
 * @param name what clients may call it, too, where they create a bucket
 */
public record Zone(String id, Kind kind, Optional<String> name) {

  /** The kinds of zones. */
  public enum Kind {
    /** A zone of a region. */
    AVAILABILITY_ZONE("AvailabilityZone", "SingleAvailabilityZone"),
    /** A zone near its users. */
    LOCAL_ZONE("LocalZone", "SingleLocalZone");

    private final String type;
    private final String redundancy;

    Kind(String type, String redundancy) {
      this.type = type;
      this.redundancy = redundancy;
    }

    /**
     * Returns what S3 calls the kind.
     *
     * @return the type of a location
     */
    public String type() {
      return type;
    }

    /**
     * Returns what S3 calls the redundancy of buckets there.
     *
     * @return the redundancy
     */
    public String redundancy() {
      return redundancy;
    }
  }

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if no bucket could be named after it
   */
  public Zone {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not the id of a zone: " + id);
    }
  }

  /**
   * A zone that is called by its id alone.
   *
   * @param id as in the names of its buckets
   * @param kind what it is
   * @throws IllegalArgumentException if no bucket could be named after it
   */
  public Zone(String id, Kind kind) {
    this(id, kind, Optional.empty());
  }

  /**
   * Tells whether a location is this zone.
   *
   * @param location as a client names it
   * @return whether it is the id or the name
   */
  public boolean isCalled(String location) {
    return location.equals(id) || name.filter(location::equals).isPresent();
  }
}
