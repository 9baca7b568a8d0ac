package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.http.HttpListener;
import io.blocktier.gateway.sweep.Sweeper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An S3-compatible server over a block store, which stays the caller's. It serves from when it is
 * started until it is closed. Thread-safe.
 */
public final class S3Gateway implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final HttpListener listener;
  private final Optional<HttpListener> health;
  private final Sweeper sweeper;

  private S3Gateway(HttpListener listener, Optional<HttpListener> health, Sweeper sweeper) {
    this.listener = listener;
    this.health = health;
    this.sweeper = sweeper;
  }

  /**
   * Begins to serve a store.
   *
   * @param options how
   * @param store what; needs {@link io.blocktier.blockstore.Capability#METADATA}, {@link
   *     io.blocktier.blockstore.Capability#ORDERED_LISTING} and {@link
   *     io.blocktier.blockstore.Capability#UPLOAD}
   * @param effects time, randomness and the threads that requests run on
   * @param metrics the figures that the health address tells, as Prometheus reads them
   * @return the running gateway
   * @throws IOException if an address cannot be had, or the certificate not be read
   * @throws IllegalArgumentException if the store lacks a capability
   */
  public static S3Gateway start(
      GatewayOptions options, BlockStore store, Effects effects, Supplier<String> metrics)
      throws IOException {
    Composition parts = new Composition(options, store, effects);
    HttpListener listener =
        HttpListener.s3(
            options.listen(), options.tls(), options.limits(), parts.service(), effects);
    try {
      Optional<HttpListener> health =
          options.health().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  HttpListener.health(
                      options.health().get(), options.limits(), store, metrics, effects));
      return new S3Gateway(listener, health, parts.sweeper());
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /**
   * Returns where the gateway serves.
   *
   * @return the address with the port that was taken
   */
  public InetSocketAddress address() {
    return listener.address();
  }

  /**
   * Returns where the gateway tells how it is.
   *
   * @return the address with the port that was taken; empty if there is none
   */
  public Optional<InetSocketAddress> healthAddress() {
    return health.map(HttpListener::address);
  }

  /**
   * Stops: no more requests are taken, those under way are answered.
   *
   * @param drain how long they may take
   * @throws IOException if some were cut off
   */
  public void close(Duration drain) throws IOException {
    sweeper.close();
    try {
      listener.stop(drain);
    } finally {
      if (health.isPresent()) {
        health.get().close();
      }
    }
  }

  /** Stops within half a minute. */
  @Override
  public void close() throws IOException {
    close(DRAIN);
  }
}
