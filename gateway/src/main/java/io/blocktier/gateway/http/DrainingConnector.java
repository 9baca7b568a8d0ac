package io.blocktier.gateway.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A connector whose clients have a time for the heads of their requests, and that, once the server
 * stops, closes connections without a request within a second, as Jetty does with all, and lets
 * clients with one be silent for as long as ever.
 */
final class DrainingConnector extends ServerConnector {

  private final RequestsUnderWay underWay;
  private final HeadDeadline deadline;

  DrainingConnector(
      Server server,
      int acceptors,
      int selectors,
      RequestsUnderWay underWay,
      HeadDeadline deadline,
      ConnectionFactory... factories) {
    super(server, acceptors, selectors, factories);
    this.underWay = underWay;
    this.deadline = deadline;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    TimedEndPoint connection = new TimedEndPoint(channel, selector, key, getScheduler(), deadline);
    connection.setIdleTimeout(getIdleTimeout());
    return connection;
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    CompletableFuture<Void> done = super.shutdown();
    underWay.stop(getIdleTimeout(), getShutdownIdleTimeout());
    return done;
  }
}
