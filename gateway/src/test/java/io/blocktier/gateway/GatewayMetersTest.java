package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.server.S3Gateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each meter says what happened on the wire. */
class GatewayMetersTest {

  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int MORE_THAN_SOCKETS_HOLD = 32 << 20;

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayMeters meters = new GatewayMeters(registry, () -> "figures 1\n");
  private final BlockingQueue<Exchange> answered = new LinkedBlockingQueue<>();
  private S3Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    GatewayOptions options = GatewayOptions.at(any).withAnonymous(Right.READ_WRITE).withHealth(any);
    gateway = S3Gateway.start(options, store, effects, new Observed());
    meters.observe(gateway::status);
    assertThat(send("PUT /photos", "").status()).isEqualTo(200);
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    meters.close();
    effects.executor().close();
  }

  /** Lets a test wait until an answer is counted, which is after the client has it. */
  private final class Observed implements Telemetry {
    @Override
    public String exposition() {
      return meters.exposition();
    }

    @Override
    public void answered(Exchange exchange) {
      meters.answered(exchange);
      answered.add(exchange);
    }
  }

  @Test
  void requestsAreTimedByOperationAndStatus() throws Exception {
    send("PUT /photos/a", "hello");
    send("PUT /photos/b", "hello");
    send("GET /photos/a", "");
    send("GET /photos/none", "");
    assertThat(requests("PutObject", "200")).isEqualTo(2);
    assertThat(requests("GetObject", "200")).isEqualTo(1);
    assertThat(requests("GetObject", "404")).isEqualTo(1);
    assertThat(registry.get("blocktier.gateway.requests").timers())
        .hasSize(4)
        .allSatisfy(timer -> {
          assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
          assertThat(timer.takeSnapshot().histogramCounts()).isNotEmpty();
        });
  }

  @Test
  void errorsAreCountedByTheirCode() throws Exception {
    send("GET /photos/none", "");
    send("GET /photos/neither", "");
    send("GET /nowhere/a", "");
    assertThat(errors("NoSuchKey")).isEqualTo(2);
    assertThat(errors("NoSuchBucket")).isEqualTo(1);
    assertThat(refused()).isZero();
  }

  @Test
  void whoIsRefusedIsCountedApart() throws Exception {
    String stranger = "Authorization: AWS4-HMAC-SHA256 Credential=nobody";
    assertThat(send("GET /photos/a", stranger, "").status()).isBetween(400, 403);
    assertThat(refused()).isEqualTo(1);
  }

  @Test
  void bodiesAreCountedByteForByte() throws Exception {
    double before = bytes("in");
    send("PUT /photos/a", "hello");
    assertThat(bytes("in") - before).isEqualTo(5);
    double out = bytes("out");
    send("GET /photos/a", "");
    assertThat(bytes("out") - out).isEqualTo(5);
    send("HEAD /photos/a", "");
    assertThat(bytes("out") - out).isEqualTo(5);
  }

  @Test
  void openConnectionsAreTold() throws Exception {
    try (Socket one = connect();
        Socket other = connect()) {
      exchange(one, "GET /photos/none", "", "");
      exchange(other, "GET /photos/none", "", "");
      awaitGauge("connections", 2);
    }
  }

  @Test
  void memoryOfBodiesIsToldWhileTheyAreTaken() throws Exception {
    try (Socket socket = connect()) {
      String head = "PUT /photos/a HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n";
      write(socket, head + "Expect: 100-continue\r\n\r\n");
      assertThat(line(socket.getInputStream())).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(gauge("body.memory")).isBetween(200_000d, 2_000_000d);
      write(socket, "x".repeat(200_000));
      assertThat(taken().status()).isEqualTo(200);
    }
    assertThat(gauge("body.memory")).isZero();
  }

  @Test
  void answersUnderWayAreTold() throws Exception {
    send("PUT /photos/large", "x".repeat(MORE_THAN_SOCKETS_HOLD));
    try (Socket socket = connect()) {
      write(socket, "GET /photos/large HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(line(socket.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
      assertThat(gauge("answers.active")).isEqualTo(1);
    }
    taken();
    assertThat(gauge("answers.active")).isZero();
  }

  @Test
  void theHealthAddressTellsTheFigures() throws Exception {
    try (Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), gateway.healthAddress().orElseThrow().getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      write(socket, "GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("figures 1\n");
    }
  }

  @Test
  void closedMetersLeaveNoGaugeBehind() {
    meters.close();
    assertThat(registry.find("blocktier.gateway.connections").gauge()).isNull();
    assertThat(registry.find("blocktier.gateway.body.memory").gauge()).isNull();
    assertThat(registry.find("blocktier.gateway.answers.active").gauge()).isNull();
  }

  private double requests(String operation, String status) {
    return registry
        .get("blocktier.gateway.requests")
        .tags("operation", operation, "status", status)
        .timer()
        .count();
  }

  private double errors(String code) {
    return registry.get("blocktier.gateway.errors").tag("code", code).counter().count();
  }

  private double refused() {
    return registry.get("blocktier.gateway.refused").counter().count();
  }

  private double bytes(String direction) {
    return registry.get("blocktier.gateway.bytes").tag("direction", direction).counter().count();
  }

  private double gauge(String name) {
    return registry.get("blocktier.gateway." + name).gauge().value();
  }

  /** Connections that clients have closed are open until the server sees it. */
  private void awaitGauge(String name, double expected) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    while (gauge(name) != expected) {
      assertThat(System.nanoTime() - end).as("%s is %s", name, gauge(name)).isNegative();
      Thread.onSpinWait();
    }
  }

  private Exchange send(String request, String body) throws Exception {
    return send(request, "X-None: 1", body);
  }

  private Exchange send(String request, String header, String body) throws Exception {
    try (Socket socket = connect()) {
      return exchange(socket, request, header + "\r\n", body);
    }
  }

  private Exchange exchange(Socket socket, String request, String headers, String body)
      throws Exception {
    write(
        socket,
        "%s HTTP/1.1\r\nHost: h\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(request, headers, body.length(), body));
    assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 ");
    return taken();
  }

  private Exchange taken() throws InterruptedException {
    Exchange exchange = answered.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(exchange).as("an answer that is counted").isNotNull();
    return exchange;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.address().getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
