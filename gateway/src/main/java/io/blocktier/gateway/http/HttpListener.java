package io.blocktier.gateway.http;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.AddressException;
import io.blocktier.gateway.GatewayLimits;
import io.blocktier.gateway.Telemetry;
import io.blocktier.gateway.Tls;
import io.blocktier.gateway.route.S3Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** One address that answers HTTP/1.1. Thread-safe. */
public final class HttpListener implements AutoCloseable {

  /** Threads that wait for sockets; requests run on virtual ones. */
  private static final int MAX_SELECTING_THREADS = 16;

  private static final int ACCEPTORS = 1;
  private static final int SELECTORS = 1;

  /** Signatures are made over headers as they were sent, so common ones are not made uniform. */
  private static final HttpCompliance AS_SENT =
      HttpCompliance.RFC9110.with("AS_SENT", HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME);

  private final Server server;
  private final ServerConnector connector;
  private final InetSocketAddress address;

  private HttpListener(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
    this.address = new InetSocketAddress(connector.getHost(), connector.getLocalPort());
  }

  /** Begins to serve S3 at an address. */
  public static HttpListener s3(
      InetSocketAddress address,
      Optional<Tls> tls,
      GatewayLimits limits,
      S3Service service,
      Telemetry telemetry,
      Effects effects)
      throws IOException {
    Pace pace = new Pace(effects.ticker(), limits.slownessGrace(), limits.minBytesPerSecond());
    AnswerLog log = new AnswerLog(telemetry);
    Handler handler = new S3Handler(service, effects, pace, log);
    return start(address, tls, limits, handler, log, effects);
  }

  /** Begins to tell machines how a gateway is. */
  public static HttpListener health(
      InetSocketAddress address,
      GatewayLimits limits,
      BlockStore store,
      Telemetry telemetry,
      Effects effects)
      throws IOException {
    Handler handler = new HealthHandler(store, telemetry::exposition);
    return start(
        address, Optional.empty(), limits, handler, new AnswerLog(Telemetry.NONE), effects);
  }

  /** Begins to serve at an address. */
  private static HttpListener start(
      InetSocketAddress address,
      Optional<Tls> tls,
      GatewayLimits limits,
      Handler handler,
      AnswerLog log,
      Effects effects)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_SELECTING_THREADS);
    threads.setName("blocktier-gateway");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(effects.executor());
    Server server = new Server(threads);
    server.setErrorHandler(new ProtocolErrors(log));
    RequestsUnderWay underWay = new RequestsUnderWay(handler);
    server.setHandler(new GracefulHandler(underWay));
    HeadDeadline deadline = new HeadDeadline(effects.ticker(), limits.headTimeout(), log);
    ServerConnector connector =
        new DrainingConnector(
            server, ACCEPTORS, SELECTORS, underWay, deadline, factories(tls, http(limits)));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.maxConnections(), connector));
    return started(server, connector);
  }

  private static HttpListener started(Server server, ServerConnector connector) throws IOException {
    try {
      server.start();
      return new HttpListener(server, connector);
    } catch (Exception e) {
      stop(server, Duration.ZERO);
      if (e.getCause() instanceof SocketException cause) {
        throw taken(connector, cause);
      }
      throw e instanceof IOException io ? io : new IOException("the server did not start", e);
    }
  }

  private static IOException taken(ServerConnector connector, SocketException cause) {
    String address = connector.getHost() + ":" + connector.getPort();
    return new AddressException(address, cause);
  }

  private static HttpConfiguration http(GatewayLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(limits.maxHeaderBytes());
    // An answer tells what requests once said, some of it longer than it came.
    http.setMaxResponseHeaderSize(4 * limits.maxHeaderBytes());
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setHttpCompliance(AS_SENT);
    http.setHeaderCacheCaseSensitive(true);
    http.setHeaderCacheSize(0); // each request has another signature, which would evict the others
    return http;
  }

  private static ConnectionFactory[] factories(Optional<Tls> tls, HttpConfiguration http)
      throws IOException {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (tls.isEmpty()) {
      return new ConnectionFactory[] {plain};
    }
    return new ConnectionFactory[] {
      new SslConnectionFactory(Certificates.of(tls.get()), plain.getProtocol()), plain
    };
  }

  /** Returns the address with the port that was taken. */
  public InetSocketAddress address() {
    return address;
  }

  /** Returns how many connections are open. */
  public int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /** Takes no more requests and waits until those under way are answered, as long as it may. */
  public void stop(Duration drain) throws IOException {
    stop(server, drain);
  }

  private static void stop(Server server, Duration drain) throws IOException {
    server.setStopTimeout(drain.toMillis());
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("requests were cut off when the server stopped", e);
    }
  }

  @Override
  public void close() throws IOException {
    stop(Duration.ZERO);
  }
}
