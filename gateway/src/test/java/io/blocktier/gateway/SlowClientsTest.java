package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.server.S3Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that send what is no request, or a request so slowly that it keeps a connection busy. The
 * gateway's time makes leaps where a client is slow: so that its bounds are long enough for all
 * others, however busy the machine is.
 */
class SlowClientsTest {

  private static final Duration HEAD = Duration.ofMinutes(5);
  private static final Duration LEAP = Duration.ofMinutes(2);
  private static final Duration LONGER_THAN_HEAD = LEAP.multipliedBy(3);

  /** Of which those who take no answer use up real time. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int BRIEF_MILLIS = 10;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int MORE_THAN_SOCKETS_HOLD = 32 << 20;
  private static final String HEAD_OF_BUCKET = "HEAD /photos HTTP/1.1\r\nHost: h\r\n\r\n";

  private final LeapingTime time = new LeapingTime();
  private final Effects effects = time.effects();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private final BlockingQueue<Exchange> answered = new LinkedBlockingQueue<>();
  private S3Gateway gateway;

  /** Time that passes as it does, and in leaps beside that. */
  static final class LeapingTime {
    private final AtomicLong leaps = new AtomicLong();
    private final Effects machine = Effects.ofSystem();

    Effects effects() {
      return new Effects(
          machine.clock(),
          () -> machine.ticker().nanos() + leaps.get(),
          machine.random(),
          machine.sleeper(),
          machine.executor());
    }

    void leap(Duration duration) {
      leaps.addAndGet(duration.toNanos());
    }
  }

  @BeforeEach
  void start() throws Exception {
    start(limits(GRACE));
  }

  private void start(GatewayLimits limits) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    GatewayOptions options = GatewayOptions.at(any).withAnonymous(Right.READ_WRITE).with(limits);
    gateway = S3Gateway.start(options, store, effects, new Observed());
    assertThat(statusOf("PUT /photos HTTP/1.1\r\nHost: h\r\n\r\n")).endsWith("200 OK");
    assertThat(next().operation()).isEqualTo("CreateBucket");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    effects.executor().close();
  }

  private final class Observed implements Telemetry {
    @Override
    public String exposition() {
      return "";
    }

    @Override
    public void answered(Exchange exchange) {
      answered.add(exchange);
    }
  }

  @Test
  void aHeadThatTricklesIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      write(socket, "GET /photos/k HTTP/1.1\r\nHost: h\r\nx-slow: ");
      trickle(socket, time);
    }
    assertCutOff();
  }

  @Test
  void aRequestLineThatTricklesIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      write(socket, "GET /");
      trickle(socket, time);
    }
    assertCutOff();
  }

  @Test
  void aSecondHeadHasItsOwnTime() throws Exception {
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        write(socket, HEAD_OF_BUCKET);
        assertThat(head(socket)).startsWith("HTTP/1.1 200 OK");
        assertThat(next().operation()).isEqualTo("HeadBucket");
        assertSilent(socket);
        time.leap(LONGER_THAN_HEAD);
      }
      write(socket, "GET /");
      trickle(socket, time);
    }
    assertCutOff();
  }

  @Test
  void aBodyMayComeLongAfterItsHead() throws Exception {
    gateway.close();
    start(limits(LONGER_THAN_HEAD.multipliedBy(3)));
    try (Socket socket = connect()) {
      write(
          socket,
          "PUT /photos/k HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 100 Continue"); // so it has the head
      time.leap(LONGER_THAN_HEAD);
      write(socket, "o");
      assertSilent(socket);
      time.leap(LONGER_THAN_HEAD);
      write(socket, "k");
      assertThat(head(socket)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aBodyThatTricklesIsRefusedAndLeavesNothing() throws Exception {
    try (Socket socket = connect()) {
      write(socket, "PUT /photos/k HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
      assertThat(trickle(socket, time)).startsWith("H");
      byte[] rest = socket.getInputStream().readAllBytes(); // to the end of the connection
      assertThat(new String(rest, StandardCharsets.US_ASCII))
          .startsWith("TTP/1.1 400")
          .contains("<Code>RequestTimeout</Code>");
    }
    Exchange refused = next();
    assertThat(refused.operation()).isEqualTo("PutObject");
    assertThat(refused.error()).contains("RequestTimeout");
    assertThat(statusOf("HEAD /photos/k HTTP/1.1\r\nHost: h\r\n\r\n")).contains("404");
    assertThat(store.openUploads()).isEmpty();
  }

  @Test
  void aClientThatTakesItsAnswerTooSlowlyIsCutOff() throws Exception {
    Blocks.write(store, BlockKey.of("photos/k"), new byte[MORE_THAN_SOCKETS_HOLD]);
    try (Socket socket = connect()) {
      write(socket, "GET /photos/k HTTP/1.1\r\nHost: h\r\n\r\n");
      Exchange exchange = next();
      assertThat(exchange.operation()).isEqualTo("GetObject");
      assertThat(exchange.bytesOut()).isLessThan(MORE_THAN_SOCKETS_HOLD);
      assertThatThrownBy(() -> readFully(socket)).isInstanceOf(IOException.class);
    }
    assertThat(gateway.status().answersWithBytes()).isZero();
  }

  @Test
  void whatIsNoHttpIsCounted() throws Exception {
    assertThat(statusOf("what is this\r\n\r\n")).contains("505");
    assertRefused(505, "BadRequest");
    assertThat(statusOf("\1\2\3\r\n\r\n")).contains("400");
    assertRefused(400, "BadRequest");
    assertThat(statusOf("GET / HTTP/1.1\r\n no host\r\n\r\n")).contains("400");
    assertRefused(400, "BadRequest");
    assertThat(statusOf("GET / HTTP/9.9\r\nHost: h\r\n\r\n")).contains("505");
    assertRefused(505, "BadRequest");
    assertThat(answered).isEmpty();
  }

  @Test
  void aHeadThatIsTooLargeIsCounted() throws Exception {
    String large = "x-a: " + "a".repeat(40_000) + "\r\n";
    assertThat(statusOf("GET /photos HTTP/1.1\r\nHost: h\r\n" + large + "\r\n")).contains("400");
    assertRefused(400, "RequestHeaderSectionTooLarge");
    assertThat(statusOf("GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
        .contains("400");
    assertRefused(400, "RequestHeaderSectionTooLarge");
    assertThat(answered).isEmpty();
  }

  private void assertRefused(int status, String code) throws InterruptedException {
    Exchange exchange = next();
    assertThat(exchange.operation()).isEqualTo("-");
    assertThat(exchange.status()).isEqualTo(status);
    assertThat(exchange.error()).contains(code);
  }

  private void assertCutOff() throws InterruptedException {
    Exchange exchange = next();
    assertThat(exchange.operation()).isEqualTo("-");
    assertThat(exchange.status()).isEqualTo(408);
    assertThat(exchange.error()).contains("RequestTimeout");
    assertThat(exchange.duration()).isGreaterThan(HEAD);
    assertThat(answered).isEmpty();
  }

  /** Returns what is counted next, which is after the client has its answer. */
  private Exchange next() throws InterruptedException {
    Exchange exchange = answered.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(exchange).isNotNull();
    return exchange;
  }

  /** Sends a byte now and then until there is an answer, or no connection any more. */
  static String trickle(Socket socket, LeapingTime time) throws IOException {
    socket.setSoTimeout(BRIEF_MILLIS);
    for (int i = 0; i < PATIENCE_MILLIS / BRIEF_MILLIS; i++) {
      try {
        write(socket, "a");
        int c = socket.getInputStream().read();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return c < 0 ? "" : String.valueOf((char) c);
      } catch (SocketTimeoutException stillOpen) {
        time.leap(LEAP); // that was the pause between two bytes
      } catch (IOException reset) {
        return "";
      }
    }
    throw new AssertionError("nobody minds");
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(BRIEF_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  private String statusOf(String request) throws IOException {
    try (Socket socket = connect()) {
      write(socket, request);
      return head(socket).lines().findFirst().orElse("");
    }
  }

  /** Returns the head of an answer. */
  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        return head.toString();
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private static void readFully(Socket socket) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(MORE_THAN_SOCKETS_HOLD);
    if (bytes.length < MORE_THAN_SOCKETS_HOLD) {
      throw new IOException("the answer ends after " + bytes.length + " bytes");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.address().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Some patience with slow heads and bodies, and much with silence. */
  static GatewayLimits limits(Duration grace) {
    GatewayLimits standard = GatewayLimits.DEFAULT;
    return new GatewayLimits(
        standard.maxConnections(),
        standard.maxHeaderBytes(),
        HEAD,
        standard.idleTimeout(),
        grace,
        64 << 20,
        standard.bodyMemoryBytes(),
        standard.bodyWait(),
        standard.wholeBodyBytes(),
        standard.partBytes(),
        standard.readBuffers(),
        standard.readBufferBytes(),
        standard.bucketTrust(),
        standard.maxBuckets(),
        standard.uploadExpiry(),
        standard.sweepInterval());
  }
}
