package io.blocktier.gateway.auth;

import io.blocktier.gateway.AccessKey;

/** Who sends a request. */
public sealed interface Caller {

  /** Somebody who showed no key. */
  record Anonymous() implements Caller {}

  /**
   * Somebody who has a key's secret.
   *
   * @param key the key
   * @param service in whose name the request is signed
   */
  record KeyHolder(AccessKey key, SigningService service) implements Caller {}
}
