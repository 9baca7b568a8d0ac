package io.blocktier.blockstore.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.Abortable;

/** Connections over TLS: who is believed, and that bytes arrive. */
class WireTlsTest {

  private static final String PASSWORD = "password";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir private Path directory;
  private SSLContext known;
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    known = context(keys());
    server = new ScriptedServer(known.getServerSocketFactory(), "https");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private KeyStore keys() throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static final Watch UNWATCHED =
      new Watch() {
        @Override
        public void attach(Abortable connection) {}

        @Override
        public void heard() {}

        @Override
        public long nanosLeft() {
          return Duration.ofMinutes(1).toNanos();
        }
      };

  private WirePool pool(String host, SSLContext context) {
    return new WirePool(
        Origin.of(server.url(host)),
        new WirePool.Limits(2, Duration.ofSeconds(20), Duration.ofSeconds(30)),
        context.getSocketFactory(),
        System::nanoTime,
        (delay, action) -> {});
  }

  private String put(WirePool pool, String host, String body) throws IOException {
    ObjectRequest request =
        new ObjectRequest(Verb.PUT, Origin.of(server.url(host)), "/bucket/key")
            .putHeader("Content-Length", Integer.toString(body.length()));
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    Payload payload =
        new Payload() {
          @Override
          public void writeTo(WireOutput out) throws IOException {
            out.write(ByteBuffer.wrap(bytes));
          }

          @Override
          public InputStream newStream() {
            throw new AssertionError("bytes are not streamed");
          }
        };
    Reply reply = pool.send(request, payload, UNWATCHED);
    String text = new String(reply.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    reply.release(true);
    return text;
  }

  @Test
  void bytesArriveAndTheConnectionIsKept() throws Exception {
    try (WirePool pool = pool("localhost", known)) {
      for (int length : new int[] {0, 100, 200_000}) {
        server.answers(OK);
        String body = "x".repeat(length);
        assertThat(put(pool, "localhost", body)).isEqualTo("ok");
        assertThat(server.requests().getLast()).endsWith("\r\n\r\n" + body);
      }
    }
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void certificateOfAnotherHostIsNotBelieved() {
    try (WirePool pool = pool("127.0.0.1", known)) {
      assertThatThrownBy(() -> put(pool, "127.0.0.1", "body"))
          .isInstanceOf(SSLHandshakeException.class);
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void certificateThatNobodyVouchesForIsNotBelieved() throws Exception {
    try (WirePool pool = pool("localhost", SSLContext.getDefault())) {
      assertThatThrownBy(() -> put(pool, "localhost", "body"))
          .isInstanceOf(SSLHandshakeException.class);
    }
    assertThat(server.requests()).isEmpty();
  }
}
