package io.blocktier.benchmarks.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {

  private static final byte[] NOTHING = {};

  private ServerSocket server;
  private URI uri;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Takes connections one after another, and gives each its answers, one for each request. */
  private void answer(List<List<String>> connections) {
    Thread.ofVirtual()
        .start(() -> {
          for (List<String> answers : connections) {
            try (Socket socket = server.accept()) {
              for (String text : answers) {
                readHead(socket.getInputStream());
                socket.getOutputStream().write(text.getBytes(ISO_8859_1));
              }
            } catch (IOException gone) {
              return; // the test tells
            }
          }
        });
  }

  private static void readHead(InputStream in) throws IOException {
    for (int seen = 0; seen != 0x0d0a0d0a; seen = seen << 8 | in.read()) {}
  }

  private byte[] get() {
    return new Signer(uri, Optional.empty()).head("GET", "/b/k", "", 0);
  }

  @Test
  void bodiesInChunksAreTakenWhole() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    answer(List.of(List.of(head + "3\r\nabc\r\n0b;x=y\r\ndefghijklmn\r\n0\r\nTrailer: t\r\n\r\n")));
    try (Wire wire = new Wire(uri)) {
      assertThat(wire.ask(get(), NOTHING)).asString().isEqualTo("abcdefghijklmn");
    }
  }

  @Test
  void serverThatClosesIsConnectedToAgain() throws Exception {
    String last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na";
    String next = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nbc";
    answer(List.of(List.of(last), List.of(next, next)));
    try (Wire wire = new Wire(uri)) {
      assertThat(wire.send(get())).isEqualTo(1);
      assertThat(wire.send(get())).isEqualTo(2);
      assertThat(wire.send(get())).isEqualTo(2);
    }
  }

  @Test
  void refusalsAreErrorsWithWhatTheServerSays() throws Exception {
    answer(List.of(List.of("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nno key")));
    try (Wire wire = new Wire(uri)) {
      assertThatThrownBy(() -> wire.send(get())).hasMessageContainingAll("403", "no key");
    }
  }

  @Test
  void secretsAreNotShown() {
    assertThat(Keys.of("me", "hidden")).asString().doesNotContain("hidden");
  }
}
