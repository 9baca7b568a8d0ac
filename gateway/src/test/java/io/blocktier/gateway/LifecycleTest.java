package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.gateway.server.S3Gateway;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway begins and ends. */
class LifecycleTest {

  private static final String PASSWORD = TestKeys.PASSWORD;
  private static final int TIMEOUT_MILLIS = 60_000;

  /** How long a client pauses in its body; connections without a request are closed before. */
  private static final int SILENT_MILLIS = 1_500;

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);

  @TempDir Path files;

  @AfterEach
  void stop() {
    effects.executor().close();
  }

  @Test
  void whatIsUnderWayIsAnsweredBeforeTheGatewayIsClosed() throws Exception {
    S3Gateway gateway = start(options());
    try (Socket client = new Socket("127.0.0.1", gateway.address().getPort())) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      write(client, "PUT /photos HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(readHead(client)).startsWith("HTTP/1.1 200");
      String head = "Host: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
      write(client, "PUT /photos/k HTTP/1.1\r\n" + head);
      assertThat(readHead(client)).startsWith("HTTP/1.1 100");
      write(client, "ab");
      Future<?> closed =
          effects
              .executor()
              .submit(() -> {
                gateway.close(Duration.ofMillis(TIMEOUT_MILLIS));
                return true;
              });
      awaitRefusal(gateway.address());
      assertThatThrownBy(() -> closed.get(SILENT_MILLIS, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      write(client, "cd");
      assertThat(readHead(client)).startsWith("HTTP/1.1 200");
      assertThat(closed.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(true);
    }
    assertThat(Blocks.readAll(store, BlockKey.of("photos/k")).remaining()).isEqualTo(4);
  }

  @Test
  void aClientDoesNotKeepTheGatewayOpenWhoseRequestEndsWhileItStops() throws Exception {
    CountDownLatch mayCount = new CountDownLatch(1);
    S3Gateway gateway = S3Gateway.start(options(), store, effects, new CountingLate(mayCount));
    try (Socket client = new Socket("127.0.0.1", gateway.address().getPort())) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      write(client, "PUT /photos HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
      assertThat(readHead(client)).startsWith("HTTP/1.1 200");
      Future<?> closed =
          effects
              .executor()
              .submit(() -> {
                gateway.close(Duration.ofMillis(2L * TIMEOUT_MILLIS));
                return true;
              });
      awaitRefusal(gateway.address());
      mayCount.countDown();
      assertThat(closed.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(true);
    }
  }

  /** Counts an answer that the client has when it is told to. */
  private record CountingLate(CountDownLatch mayCount) implements Telemetry {

    @Override
    public String exposition() {
      return "";
    }

    @Override
    public void answered(Exchange exchange) {
      try {
        assertThat(mayCount.await(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aStoreThatCannotKeepAttributesIsRefused() {
    InMemoryBlockStore weak =
        new InMemoryBlockStore(
            "weak",
            InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.METADATA)),
            effects);
    assertThatThrownBy(() -> S3Gateway.start(options(), weak, effects, () -> ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METADATA");
  }

  @Test
  void aCertificateIsReadFromAKeyStoreAndFromPem() throws Exception {
    KeyStore keys = TestKeys.in(files.resolve("keys"));
    try (S3Gateway gateway =
        start(options().with(new Tls.Store(files.resolve("keys"), "PKCS12", PASSWORD)))) {
      assertThat(statusByTls(gateway, keys)).isEqualTo(200);
    }
    Path chain = pem("CERTIFICATE", keys.getCertificate("a").getEncoded());
    Path key = pem("PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
    try (S3Gateway gateway = start(options().with(new Tls.Pem(chain, key)))) {
      assertThat(statusByTls(gateway, keys)).isEqualTo(200);
    }
  }

  private S3Gateway start(GatewayOptions options) throws IOException {
    return S3Gateway.start(options, store, effects, () -> "");
  }

  private static GatewayOptions options() {
    return GatewayOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .withAnonymous(Right.READ_WRITE);
  }

  private static void awaitRefusal(InetSocketAddress address) throws IOException {
    boolean refused = false;
    while (!refused) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress("127.0.0.1", address.getPort()), TIMEOUT_MILLIS);
      } catch (SocketException e) { // a reset is of a connection that nobody took any more
        refused = e instanceof ConnectException;
      }
    }
  }

  private Path pem(String what, byte[] encoded) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(encoded);
    return Files.writeString(
        files.resolve(what + ".pem"),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  @Test
  void aHandshakeThatTricklesIsCutOffAsAHeadIs() throws Exception {
    TestKeys.in(files.resolve("keys"));
    SlowClientsTest.LeapingTime time = new SlowClientsTest.LeapingTime();
    GatewayOptions hasty =
        options()
            .with(SlowClientsTest.limits(Duration.ofSeconds(2)))
            .with(new Tls.Store(files.resolve("keys"), "PKCS12", PASSWORD));
    try (S3Gateway gateway = S3Gateway.start(hasty, store, time.effects(), () -> "");
        Socket socket = new Socket("127.0.0.1", gateway.address().getPort())) {
      socket.getOutputStream().write(new byte[] {22, 3, 1, 64, 0}); // 16 KiB are to follow
      assertThat(SlowClientsTest.trickle(socket, time)).isEmpty();
    }
  }

  private static int statusByTls(S3Gateway gateway, KeyStore keys) throws Exception {
    SSLContext context = TestKeys.trusting(keys);
    URI uri = URI.create("https://127.0.0.1:" + gateway.address().getPort() + "/");
    try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
      return http.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(TIMEOUT_MILLIS)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readHead(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        break;
      }
      head.append((char) c);
    }
    return head.toString();
  }
}
