package io.blocktier.gateway.server;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.AddressException;
import io.blocktier.gateway.GatewayOptions;
import io.blocktier.gateway.GatewayStatus;
import io.blocktier.gateway.Telemetry;
import io.blocktier.gateway.http.HttpListener;
import io.blocktier.gateway.object.BodyBuffers;
import io.blocktier.gateway.object.ReadBuffers;
import io.blocktier.gateway.sweep.Sweeper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * An S3-compatible server over a block store, which stays the caller's. It serves from when it is
 * started until it is closed. Thread-safe.
 */
public final class S3Gateway implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final HttpListener listener;
  private final Optional<HttpListener> health;
  private final Sweeper sweeper;
  private final BodyBuffers bodies;
  private final ReadBuffers answers;

  private S3Gateway(HttpListener listener, Optional<HttpListener> health, Composition parts) {
    this.listener = listener;
    this.health = health;
    this.sweeper = parts.sweeper();
    this.bodies = parts.bodies();
    this.answers = parts.answers();
  }

  /**
   * Begins to serve a store.
   *
   * @param options how
   * @param store what; needs {@link io.blocktier.blockstore.Capability#METADATA}, {@link
   *     io.blocktier.blockstore.Capability#ORDERED_LISTING} and {@link
   *     io.blocktier.blockstore.Capability#UPLOAD}
   * @param effects time, randomness and the threads that requests run on
   * @param telemetry counts what is answered, and has the figures that the health address tells
   * @return the running gateway
   * @throws AddressException if an address cannot be had
   * @throws IOException if the certificate cannot be read
   * @throws IllegalArgumentException if the store lacks a capability
   */
  public static S3Gateway start(
      GatewayOptions options, BlockStore store, Effects effects, Telemetry telemetry)
      throws IOException {
    Composition parts = new Composition(options, store, effects);
    HttpListener listener =
        HttpListener.s3(
            options.listen(), options.tls(), options.limits(), parts.service(), telemetry, effects);
    try {
      Optional<HttpListener> health =
          options.health().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  HttpListener.health(
                      options.health().get(), options.limits(), store, telemetry, effects));
      return new S3Gateway(listener, health, parts);
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
   * Returns what the gateway is doing.
   *
   * @return its figures at this moment
   */
  public GatewayStatus status() {
    return new GatewayStatus(listener.connections(), bodies.usedBytes(), answers.used());
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
