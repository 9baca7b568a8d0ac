package io.blocktier.gateway;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway over memory that lets strangers in, and clients that send what they like. */
abstract class OverHttp {

  static final int TIMEOUT_MILLIS = 60_000;

  final Effects effects = Effects.ofSystem();
  final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  final HttpClient http = HttpClient.newHttpClient();
  GatewayFixture gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = GatewayFixture.over(options(), store, effects);
    send("PUT", "/photos", "");
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    gateway.close();
    effects.executor().close();
  }

  GatewayOptions options() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return GatewayFixture.options()
        .withAnonymous(Right.READ_WRITE)
        .withBaseDomain("s3.example")
        .withHealth(any);
  }

  HttpResponse<String> send(String method, String path, String body) {
    return send(method, gateway.uri(path), body);
  }

  HttpResponse<String> send(String method, URI uri, String body) {
    return send(
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofMillis(TIMEOUT_MILLIS))
            .build());
  }

  HttpResponse<String> sendWith(String method, String path, String... headers) {
    return send(
        HttpRequest.newBuilder(gateway.uri(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .headers(headers)
            .timeout(Duration.ofMillis(TIMEOUT_MILLIS))
            .build());
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.gateway.address().getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  static String statusLine(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = in.read();
    }
    return line.toString().strip();
  }
}
