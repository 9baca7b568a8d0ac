package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies whose framing is wrong, by the chunks of HTTP and by those of S3 within them. */
class BrokenBodyTest extends OverHttp {

  private static final String HEAD =
      String.join(
          "\r\n",
          "PUT /photos/half HTTP/1.1",
          "Host: h",
          "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
          "Content-Encoding: aws-chunked",
          "x-amz-decoded-content-length: 3",
          "");

  /** Who takes what is behind a broken body for a request answers this one, too. */
  private static final String HIDDEN = "GET /photos HTTP/1.1\r\nHost: h\r\n\r\n";

  @AfterEach
  void nothingIsLeft() {
    assertThat(send("GET", "/photos", "").body()).doesNotContain("<Contents>");
    assertThat(store.openUploads()).isEmpty();
    assertThat(gateway.gateway.status().bodyBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-d|3|abc|0|||0||",
        "xyz|3|abc|0|||0||",
        "|3|abc|0|||0||",
        "0xd|3|abc|0|||0||",
        "d d|3|abc|0|||0||",
        "FFFFFFFFFFFFFFFFF|3|abc|0|||0||",
        "10000000000000000d|3|abc|0|||0||",
        "8000000d|3|abc|0|||0||",
        "10000000d|3|abc|0|||0||",
        "c|3|abc|0|||0||",
        "d|3|abc|0||0||",
        "d|3|abc|0|||-0||",
        "d|3|abc|0|||||"
      })
  void aChunkOfHttpThatIsNoneEndsTheConnection(String body) throws IOException {
    assertRefusedAlone(exchange(chunked(body) + HIDDEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d|3|abc|0|||", "d|3|abc|0|||0|x-trailer", "d|3|ab", "d|", "d", ""})
  void aBodyThatEndsWithinItsChunksEndsTheConnection(String body) throws IOException {
    try (Socket socket = connect()) {
      write(socket, chunked(body));
      socket.shutdownOutput();
      assertRefusedAlone(answers(socket));
    }
  }

  @Test
  void floodsOfWhatNobodyReadsAreCutOff() throws IOException {
    String much = "a".repeat(200_000);
    assertRefusedAlone(exchange(chunked("d;" + much + "|3|abc|0|||0||")));
    assertRefusedAlone(exchange(chunked("d|3|abc|0|||0|x-a: " + much + "||")));
    assertRefusedAlone(exchange(chunked("d|3|abc|0|||0|" + "x-a: b|".repeat(30_000) + "|")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-3|abc|0||",
        "xyz|abc|0||",
        "|abc|0||",
        "0x3|abc|0||",
        "3 3|abc|0||",
        "4|abcd|0||",
        "2|ab|0||",
        "0||",
        "2|ab|2|cd|0||",
        "2|abc|0||",
        "3|abc0||",
        "3|abc|-0||",
        "3|abc|0|x-amz-checksum-crc32: AAAAAA==||rest",
        "7fffffffffffffff|abc|0||",
        "ffffffffffffffff|abc|0||",
        "10000000000000003|abc|0||",
      })
  void aChunkOfS3ThatIsNoneIsRefused(String body) throws IOException {
    assertRefusedAlone(exchange(sized(body)));
  }

  @Test
  void linesOfS3WithoutEndAreRefused() throws IOException {
    String much = "a".repeat(5_000);
    assertRefusedAlone(exchange(sized("3;" + much + "|abc|0||")));
    assertRefusedAlone(exchange(sized("3|abc|0|x-amz-checksum-crc32: " + much + "||")));
    assertRefusedAlone(exchange(sized("3|abc|0|" + "x-amz-a: b|".repeat(1_000) + "|")));
  }

  @Test
  void theSameBodiesWithoutAFlawAreTaken() throws IOException {
    for (String body : new String[] {"d|3|abc|0|||0||", "d;a=b|3|abc|0|||0|x-a: b||"}) {
      try (Socket socket = connect()) {
        write(socket, chunked(body));
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
      }
    }
    assertThat(exchange(sized("3|abc|0||"))).startsWith("HTTP/1.1 200");
    assertThat(send("GET", "/photos/half", "").body()).isEqualTo("abc");
    send("DELETE", "/photos/half", "");
  }

  private static String chunked(String body) {
    return HEAD + "Transfer-Encoding: chunked\r\n\r\n" + lines(body);
  }

  private static String sized(String body) {
    String lines = lines(body);
    return HEAD + "Connection: close\r\nContent-Length: " + lines.length() + "\r\n\r\n" + lines;
  }

  private static String lines(String body) {
    return body.replace("|", "\r\n");
  }

  private static void assertRefusedAlone(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .containsAnyOf("<Code>IncompleteBody</Code>", "<Code>MalformedTrailerError</Code>");
    assertThat(answer.split("HTTP/1.1 ", -1)).as(answer).hasSize(2);
  }

  /** Returns all that comes until the server ends the connection. */
  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      write(socket, request);
      return answers(socket);
    }
  }

  private static String answers(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
