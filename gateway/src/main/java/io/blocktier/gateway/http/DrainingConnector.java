package io.blocktier.gateway.http;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A connector that, once the server stops, closes connections without a request within a second, as
 * Jetty does with all, and lets clients with one be silent for as long as ever.
 */
final class DrainingConnector extends ServerConnector {

  private final RequestsUnderWay underWay;

  DrainingConnector(
      Server server,
      int acceptors,
      int selectors,
      RequestsUnderWay underWay,
      ConnectionFactory... factories) {
    super(server, acceptors, selectors, factories);
    this.underWay = underWay;
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    CompletableFuture<Void> done = super.shutdown();
    underWay.setIdleTimeout(getIdleTimeout());
    return done;
  }
}
