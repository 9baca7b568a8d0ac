package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for more than there is, or take longer than they may. */
class BoundsTest {

  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String PUT =
      "PUT /photos/%s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n";

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);

  @AfterEach
  void stop() {
    effects.executor().close();
  }

  @Test
  void aClientThatFallsSilentIsCutOff() throws IOException {
    try (GatewayFixture gateway = open(limits(1024, Duration.ofSeconds(10)))) {
      try (Socket first = connect(gateway)) { // which loads the code
        write(first, PUT.formatted("k", 3) + "abc");
        assertThat(readLine(first)).isEqualTo("HTTP/1.1 200 OK");
      }
      try (Socket silent = connect(gateway)) {
        write(silent, PUT.formatted("k", 100) + "abc");
        assertThat(readAll(silent))
            .startsWith("HTTP/1.1 400")
            .contains("<Code>RequestTimeout</Code>");
      }
    }
  }

  @Test
  void aBodyThatFindsNoMemoryIsToldToComeBackLater() throws IOException {
    try (GatewayFixture gateway = open(limits(1024, Duration.ofSeconds(60)));
        Socket first = connect(gateway);
        Socket second = connect(gateway)) {
      write(first, PUT.formatted("a", 1 << 20).replace("Host", "Expect: 100-continue\r\nHost"));
      assertThat(readLine(first)).isEqualTo("HTTP/1.1 100 Continue"); // so it has the memory
      write(second, PUT.formatted("b", 1 << 20) + "abc");
      assertThat(readLine(second)).isEqualTo("HTTP/1.1 503 Service Unavailable");
    }
  }

  @Test
  void connectionsBeyondTheBoundWaitUntilOneEnds() throws IOException {
    try (GatewayFixture gateway = open(limits(1, Duration.ofSeconds(60)))) {
      Socket first = connect(gateway);
      write(first, "HEAD /photos HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(readLine(first)).startsWith("HTTP/1.1 200");
      try (Socket second = connect(gateway)) {
        write(second, "HEAD /photos HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        first.close();
        assertThat(readLine(second)).startsWith("HTTP/1.1 200");
      }
    }
  }

  private GatewayFixture open(GatewayLimits limits) throws IOException {
    GatewayOptions options = GatewayFixture.options().withAnonymous(Right.READ_WRITE).with(limits);
    GatewayFixture gateway = GatewayFixture.over(options, store, effects);
    try (Socket socket = connect(gateway)) {
      write(socket, "PUT /photos HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      readAll(socket);
    }
    return gateway;
  }

  /** Memory for one body of 1 MiB, and no patience. */
  private static GatewayLimits limits(int connections, Duration idle) {
    return new GatewayLimits(
        connections,
        32 << 10,
        Duration.ofSeconds(30),
        idle,
        Duration.ofSeconds(30),
        1024,
        1 << 20,
        Duration.ofMillis(50),
        1 << 20,
        1 << 20,
        16,
        128 << 10,
        Duration.ofSeconds(2),
        10,
        Duration.ofDays(7),
        Duration.ofHours(1));
  }

  private static Socket connect(GatewayFixture gateway) throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.gateway.address().getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static String readLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = socket.getInputStream().read();
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString().strip();
  }
}
