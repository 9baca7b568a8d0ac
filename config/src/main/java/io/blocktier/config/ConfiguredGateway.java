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

  /**
   * Leaves half of the heap to the rest of the program: a server whose bodies fill the heap
   * collects garbage instead of answering.
   *
   * @param heapBytes how large the heap may become
   * @return the same server, with less memory for bodies where it was more than half of the heap;
   *     never less than one part of a body takes
   */
  public ConfiguredGateway within(long heapBytes) {
    return new ConfiguredGateway(
        options.with(options.limits().withBodyMemoryOf(heapBytes / 2)), drain);
  }
}
