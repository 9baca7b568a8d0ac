package io.blocktier.config;

import io.blocktier.gateway.GatewayOptions;
import java.time.Duration;

/**
 * The server that a configuration describes. Immutable and thread-safe; shows no secret.
 *
 * @param options how it is set up; without keys and a right for those who show none it serves
 *     nobody
 * @param drain how long requests that are under way may take when it stops
 */
public record ConfiguredGateway(GatewayOptions options, Duration drain) {

  /**
   * Tells whether anybody can have a request served.
   *
   * @return false if there is neither a key nor a right for requests without one
   */
  public boolean servesSomebody() {
    return !options.keys().isEmpty() || options.anonymous().isPresent();
  }
}
