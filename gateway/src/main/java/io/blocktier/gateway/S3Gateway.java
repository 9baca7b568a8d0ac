package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.http.HttpListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * An S3-compatible server over a block store, which stays the caller's. It serves from when it is
 * opened until it is closed. Thread-safe.
 */
public final class S3Gateway implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final HttpListener listener;

  private S3Gateway(HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Begins to serve a store.
   *
   * @param options how
   * @param store what; needs {@link io.blocktier.blockstore.Capability#METADATA} and {@link
   *     io.blocktier.blockstore.Capability#ORDERED_LISTING}
   * @param effects time, randomness and the threads that requests run on
   * @throws IOException if the address cannot be had
   */
  public static S3Gateway start(GatewayOptions options, BlockStore store, Effects effects)
      throws IOException {
    Composition parts = new Composition(options, store, effects);
    return new S3Gateway(
        HttpListener.s3(
            options.listen(), options.tls(), options.limits(), parts.service(), effects));
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
   * Stops: no more requests are taken, those under way are answered.
   *
   * @param drain how long they may take
   * @throws IOException if some were cut off
   */
  public void close(Duration drain) throws IOException {
    listener.stop(drain);
  }

  /** Stops within half a minute. */
  @Override
  public void close() throws IOException {
    close(DRAIN);
  }
}
