package io.blocktier.gateway.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Knows which connections have a request under way, and lets their clients be silent for a while
 * when the server stops; no longer than the others once the request has ended. Handlers behind it
 * answer before they return.
 */
final class RequestsUnderWay extends Handler.Wrapper {

  private final ConcurrentMap<EndPoint, TimedEndPoint> connections = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile long behindRequests;

  RequestsUnderWay(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    TimedEndPoint timed = TimedEndPoint.beneath(connection);
    connections.put(connection, timed);
    timed.requestBegins();
    try {
      return super.handle(request, response, callback);
    } finally {
      timed.requestEnds();
      connections.remove(connection);
      if (stopping) {
        connection.setIdleTimeout(behindRequests);
      }
    }
  }

  /**
   * The server stops: says how long clients may be silent, in milliseconds. Whoever ends a request
   * at this moment comes after it.
   */
  void stop(long withRequests, long behindThem) {
    behindRequests = behindThem;
    stopping = true;
    for (EndPoint each : connections.keySet()) {
      connections.computeIfPresent(
          each,
          (connection, timed) -> {
            connection.setIdleTimeout(withRequests);
            return timed;
          });
    }
  }
}
