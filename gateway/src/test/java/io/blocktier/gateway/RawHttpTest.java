package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Blocks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is on the wire. */
class RawHttpTest extends OverHttp {

  private static final int SEND_BUFFER_BYTES = 64 << 10;

  @Test
  void everyAnswerNamesTheRequestAndErrorsAreDocuments() {
    HttpResponse<String> answer = send("GET", "/photos/none", "");
    String id = answer.headers().firstValue("x-amz-request-id").orElseThrow();
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type")).contains("application/xml");
    assertThat(answer.headers().firstValue("x-amz-id-2")).isPresent();
    assertThat(answer.headers().firstValue("date")).isPresent();
    assertThat(answer.body())
        .contains("<Code>NoSuchKey</Code>", "<Resource>/photos/none</Resource>", id);
  }

  @Test
  void anErrorOfHeadHasNoBody() {
    HttpResponse<String> answer = send("HEAD", "/photos/none", "");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whatIsNotOfferedIsSaidSo() {
    for (String path : new String[] {"/photos?policy", "/photos?lifecycle", "/photos/k?torrent"}) {
      HttpResponse<String> answer = send("PUT", path, "");
      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).contains("<Code>NotImplemented</Code>");
    }
  }

  @Test
  void aStrangerHasNoRightUnlessTheOptionsGiveOne() throws IOException {
    try (GatewayFixture strict = GatewayFixture.over(store, effects)) {
      HttpResponse<String> answer = send("GET", strict.uri("/photos?list-type=2"), "");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
    }
  }

  @Test
  void theBodyIsAskedForOnlyWhenItIsWanted() throws IOException {
    String head = "Host: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    try (Socket socket = connect()) {
      write(socket, "PUT /photos/k HTTP/1.1\r\n" + head);
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(statusLine(socket)).isEmpty();
      write(socket, "ok");
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }
    try (Socket socket = connect()) {
      write(socket, "PUT /none/k HTTP/1.1\r\n" + head);
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 404 Not Found");
    }
  }

  @Test
  void whoIsRefusedWhileSendingLearnsWhy() throws IOException {
    assertThat(send("PUT", "/none/k", "v").statusCode()).isEqualTo(404); // which loads the code
    byte[] body = new byte[4 << 20];
    try (Socket socket = connect()) {
      socket.setSendBufferSize(SEND_BUFFER_BYTES); // so that most of the body waits for the server
      for (int i = 0; i < 2; i++) {
        write(
            socket,
            "PUT /none/k HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length + "\r\n\r\n");
        socket.getOutputStream().write(body);
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 404 Not Found");
        String text = "";
        while (!text.endsWith("</Error>")) {
          text += (char) socket.getInputStream().read();
        }
        assertThat(text).contains("<Code>NoSuchBucket</Code>");
      }
    }
  }

  @Test
  void whoLosesAClaimMayUseTheConnectionAgain() throws IOException {
    send("PUT", "/photos/k", "v");
    try (Socket socket = connect()) {
      for (int i = 0; i < 2; i++) {
        write(
            socket,
            "PUT /photos/k HTTP/1.1\r\nHost: h\r\nIf-None-Match: *\r\nContent-Length: 5\r\n\r\n");
        write(socket, "other");
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 412 Precondition Failed");
        String text = "";
        while (!text.endsWith("</Error>")) {
          text += (char) socket.getInputStream().read();
        }
        assertThat(text).doesNotContainIgnoringCase("connection: close");
      }
    }
  }

  @Test
  void whoIsRefusedAndSendsMuchMoreIsCutOff() throws IOException {
    byte[] piece = new byte[1 << 20];
    try (Socket socket = connect()) {
      write(socket, "PUT /none/k HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000000\r\n\r\n");
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 9_000; i++) {
                  socket.getOutputStream().write(piece);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoIsRefusedAndSendsNoMoreIsLetGo() throws IOException {
    try (Socket socket = connect()) {
      write(socket, "PUT /none/k HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\nabc");
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 404 Not Found")
          .contains("<Code>NoSuchBucket</Code>");
    }
  }

  @Test
  void metadataBeyondAsciiComesBackInEncodedWords() throws IOException {
    String utf8 = "\u00c3\u0084M\u00c3\u0084Z\u00c3\u0095\u00c3\u0091 S3";
    Map<String, String> told =
        Map.of(
            "plain",
            "plain",
            "r\u00e9sum\u00e9",
            "=?UTF-8?Q?r=C3=A9sum=C3=A9?=",
            utf8,
            "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=",
            "=?UTF-8?Q?r=C3=A9?=",
            "=?UTF-8?Q?r=C3=A9?=");
    for (String value : told.keySet()) {
      try (Socket socket = connect()) {
        String put = "PUT /photos/m HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nx-amz-meta-a: ";
        String get = "GET /photos/m HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        String both = put + value + "\r\n\r\n" + get;
        socket.getOutputStream().write(both.getBytes(StandardCharsets.ISO_8859_1));
        byte[] answers = socket.getInputStream().readAllBytes();
        assertThat(new String(answers, StandardCharsets.ISO_8859_1).lines())
            .contains("x-amz-meta-a: " + told.get(value));
      }
    }
  }

  @Test
  void aBucketMayBeInTheNameOfTheHost() throws IOException {
    send("PUT", "/photos/k", "v");
    try (Socket socket = connect()) {
      write(socket, "GET /k HTTP/1.1\r\nHost: photos.s3.example:9000\r\n\r\n");
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aClientThatVanishesLeavesNoObject() throws IOException {
    for (int length : new int[] {3_000_000, 30_000_000}) { // as a whole, and in parts
      String head = "PUT /photos/half HTTP/1.1\r\nHost: h\r\nContent-Length: " + length;
      try (Socket socket = connect()) {
        write(socket, head + "\r\n\r\nabc");
        socket.shutdownOutput();
        assertThat(statusLine(socket)).isIn("HTTP/1.1 400 Bad Request", "");
      }
      assertThat(send("GET", "/photos/half", "").statusCode()).isEqualTo(404);
      assertThat(store.openUploads()).isEmpty();
    }
  }

  @Test
  void aDocumentWithEntitiesIsRefused() {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a \"b\">]><Delete><Object><Key>&a;</Key></Object></Delete>";
    HttpResponse<String> answer = send("POST", "/photos?delete", bomb);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>MalformedXML</Code>");
  }

  @Test
  void aPathIsAKeyAsItIsSent() throws IOException {
    assertThat(send("PUT", "/photos/a/%2E%2E//b%20c/", "v").statusCode()).isEqualTo(200);
    assertThat(Blocks.readAll(store, BlockKey.of("photos/a/.. / /b c/ ")).remaining()).isEqualTo(1);
    assertThat(send("GET", "/photos?list-type=2&encoding-type=url", "").body())
        .contains("<Key>a/..//b%20c/</Key>");
  }

  @Test
  void browsersAreToldWhatTheyMayDo() {
    String rules =
        "<CORSConfiguration><CORSRule><AllowedOrigin>https://*.example</AllowedOrigin>"
            + "<AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";
    assertThat(send("PUT", "/photos?cors", rules).statusCode()).isEqualTo(200);
    HttpRequest.Builder preflight =
        HttpRequest.newBuilder(gateway.uri("/photos/k"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Access-Control-Request-Method", "GET");
    assertThat(send(preflight.copy().header("Origin", "https://www.example").build()))
        .satisfies(answer ->
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                .contains("https://www.example"));
    assertThat(send(preflight.header("Origin", "https://evil.test").build()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void machinesAreToldHowTheGatewayIs() {
    InetSocketAddress address = gateway.gateway.healthAddress().orElseThrow();
    String base = "http://127.0.0.1:" + address.getPort();
    assertThat(send("GET", URI.create(base + "/health"), "").statusCode()).isEqualTo(200);
    assertThat(send("GET", URI.create(base + "/metrics"), "").body()).isEqualTo("up 1\n");
    assertThat(send("GET", URI.create(base + "/ready"), "").statusCode()).isEqualTo(200);
    store.close();
    assertThat(send("GET", URI.create(base + "/ready"), "").statusCode()).isEqualTo(503);
  }
}
