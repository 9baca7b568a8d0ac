package io.blocktier.gateway.http;

import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a client still sends whose request was refused, and forgets it. A connection that is
 * closed before resets the client while it writes, and many then never read why they were refused.
 * Within bounds, behind which it is closed all the same. Immutable and thread-safe.
 *
 * @param ticker elapsed time
 */
record Linger(Ticker ticker) {

  private static final Logger LOG = LoggerFactory.getLogger(Linger.class);

  private static final int BUFFER_BYTES = 16 << 10;
  private static final long MAX_BYTES = 64L << 20;
  private static final Duration MAX_TIME = Duration.ofSeconds(5);
  private static final Duration MAX_SILENCE = Duration.ofSeconds(1);

  /** Takes the rest of a body behind its answer. */
  void behind(Request request, Pace.Paced body) {
    if (isWaitingToBeAsked(request, body)) {
      return;
    }
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    long usual = endPoint.getIdleTimeout();
    endPoint.setIdleTimeout(MAX_SILENCE.toMillis());
    try {
      discard(body);
      endPoint.setIdleTimeout(usual);
    } catch (IOException e) {
      LOG.debug("a client that was refused sends no more", e);
    }
  }

  /** Reading would tell the client to begin. */
  private static boolean isWaitingToBeAsked(Request request, Pace.Paced body) {
    return body.received() == 0 && request.getHeaders().contains(HttpHeader.EXPECT);
  }

  private void discard(Pace.Paced body) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long end = ticker.nanos() + MAX_TIME.toNanos();
    long most = body.received() + MAX_BYTES;
    while (body.read(buffer) >= 0 && body.received() < most) {
      if (ticker.nanos() - end >= 0) {
        return;
      }
    }
  }
}
