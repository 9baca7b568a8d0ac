package io.blocktier.gateway.auth;

import java.util.Optional;

/** The services in whose name requests are signed. */
public enum SigningService {
  /** General-purpose buckets. */
  S3("s3"),
  /** Directory buckets, and the operations on all of them. */
  S3_EXPRESS("s3express");

  private final String id;

  SigningService(String id) {
    this.id = id;
  }

  /**
   * Returns the name in scopes.
   *
   * @return in lower case
   */
  public String id() {
    return id;
  }

  static Optional<SigningService> of(String id) {
    for (SigningService service : values()) {
      if (service.id.equals(id)) {
        return Optional.of(service);
      }
    }
    return Optional.empty();
  }
}
