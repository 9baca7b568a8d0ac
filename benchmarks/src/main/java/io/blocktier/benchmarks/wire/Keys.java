package io.blocktier.benchmarks.wire;

import java.util.Optional;

/**
 * Who signs. Immutable.
 *
 * @param id the access key id
 * @param secret the secret that belongs to it
 * @param service for which, such as {@code s3}
 * @param session the token of a session with a directory bucket
 */
public record Keys(String id, String secret, String service, Optional<String> session) {

  /** Returns keys for buckets of general purpose. */
  public static Keys of(String id, String secret) {
    return new Keys(id, secret, "s3", Optional.empty());
  }

  /** Returns the same keys, as they ask for directory buckets and for sessions with them. */
  public Keys zonal() {
    return new Keys(id, secret, "s3express", Optional.empty());
  }

  @Override
  public String toString() {
    return "Keys[id=" + id + "]";
  }
}
