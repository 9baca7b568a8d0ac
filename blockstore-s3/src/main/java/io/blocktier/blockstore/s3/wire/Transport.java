package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Carries requests to a server. Thread-safe. */
public interface Transport extends AutoCloseable {

  /**
   * Sends a request and waits for the head of its answer.
   *
   * @param request what is asked, signed
   * @param payload its body, or null
   * @param watch the time limits; the connection is attached to it
   * @return the answer, which the caller releases
   * @throws NoConnectionException if nothing was sent; {@link java.net.ConnectException}, {@link
   *     java.net.NoRouteToHostException}, {@link java.net.UnknownHostException} and {@link
   *     javax.net.ssl.SSLHandshakeException} say the same, and why
   * @throws IOException if the conversation broke
   */
  Reply send(ObjectRequest request, @Nullable Payload payload, Watch watch) throws IOException;

  /** Closes all connections, under whatever is being said over them. */
  @Override
  void close();
}
