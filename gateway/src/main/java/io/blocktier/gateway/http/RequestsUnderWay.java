package io.blocktier.gateway.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Knows which connections have a request under way. Handlers behind it answer before they return.
 */
final class RequestsUnderWay extends Handler.Wrapper {

  private final Set<EndPoint> connections = ConcurrentHashMap.newKeySet();

  RequestsUnderWay(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    connections.add(connection);
    try {
      return super.handle(request, response, callback);
    } finally {
      connections.remove(connection);
    }
  }

  /** Says how long their clients may be silent. */
  void setIdleTimeout(long millis) {
    connections.forEach(connection -> connection.setIdleTimeout(millis));
  }
}
