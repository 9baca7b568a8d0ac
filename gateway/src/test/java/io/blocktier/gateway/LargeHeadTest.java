package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Heads of requests and of answers that are as large as they may be, and larger. */
class LargeHeadTest extends OverHttp {

  private static final int MOST = GatewayLimits.DEFAULT.maxHeaderBytes();
  private static final int MOST_USER_BYTES = 2048;
  private static final String REDIRECT = "x-amz-website-redirect-location";

  @Test
  void aHeadThatIsTooLargeIsAnsweredByTheErrorOfS3() throws IOException {
    for (String head :
        List.of(
            "PUT /photos/k HTTP/1.1\r\nx-amz-meta-a: " + "a".repeat(MOST),
            "PUT /photos/k HTTP/1.1\r\n" + "x-amz-meta-a: b\r\n".repeat(MOST / 10) + "x: y",
            "PUT /photos/k?a=" + "a".repeat(MOST) + " HTTP/1.1",
            "PUT /photos/" + "a".repeat(MOST) + " HTTP/1.1")) {
      String answer = exchange(head + "\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
      assertThat(answer)
          .startsWith("HTTP/1.1 400 Bad Request")
          .containsIgnoringCase("content-type: application/xml")
          .contains("<Error><Code>RequestHeaderSectionTooLarge</Code><Message>")
          .endsWith("</Error>");
    }
    assertThat(send("GET", "/photos", "").body()).doesNotContain("<Contents>");
  }

  @Test
  void metadataOfTwoKibibytesComesBackAndMoreIsTheErrorOfS3() throws IOException {
    String most = "x-amz-meta-a: " + "b".repeat(MOST_USER_BYTES - 1);
    assertThat(exchange(put(most))).startsWith("HTTP/1.1 200");
    assertThat(exchange(get(""))).contains("\r\n" + most + "\r\n");
    assertThat(exchange(put(most + "b")))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>MetadataTooLarge</Code>");
    assertThat(exchange(get(""))).contains("\r\n" + most + "\r\n");
  }

  @Test
  void metadataThatTakesMoreRoomInAnswersComesBackWhole() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (char name = 'a'; name <= 'z'; name++) {
      String line =
          ": \u00e4\u00f6\r\n"; // with its name 5 bytes of metadata, and many in an answer
      lines.append("x-amz-meta-").append(name).append(line);
    }
    String rest = "\u00e4".repeat((MOST_USER_BYTES - 26 * 5 - "rest".length()) / 2);
    lines.append("x-amz-meta-rest: ").append(rest);
    assertThat(exchange(put(lines.toString()))).startsWith("HTTP/1.1 200");
    String answer = exchange(get(""));
    assertThat(answer.lines().filter(told -> told.startsWith("x-amz-meta-"))).hasSize(27);
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nv");
  }

  @Test
  void anObjectOfWhichMostIsSaidIsToldWhole() throws IOException {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("content-type", "text/plain; a=" + "t".repeat(500));
    said.put("cache-control", "max-age=1, " + "c".repeat(500));
    said.put("content-disposition", "attachment; filename=\"" + "d".repeat(500) + "\"");
    said.put("content-encoding", "e".repeat(500));
    said.put("content-language", "l".repeat(500));
    said.put("expires", "Thu, 01 Dec 2033 16:00:00 GMT");
    said.put("x-amz-meta-a", "b".repeat(MOST_USER_BYTES - 1));
    String tags = tags();
    String taken = put(lines(said) + "x-amz-tagging: " + tags + "\r\n" + REDIRECT + ": /");
    said.put(REDIRECT, "/" + "r".repeat(MOST - taken.length() - 64)); // all that is left
    assertThat(exchange(put(lines(said) + "x-amz-tagging: " + tags))).startsWith("HTTP/1.1 200");
    for (String method : List.of("GET", "HEAD")) {
      String answer = exchange(get("").replace("GET", method));
      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("x-amz-tagging-count: 10\r\n");
      said.forEach((name, value) -> assertThat(answer).containsIgnoringCase(name + ": " + value));
      assertThat(answer).endsWith(method.equals("GET") ? "\r\n\r\nv" : "\r\n\r\n");
    }
    assertThat(exchange(get("?tagging")).split("<Tag>", -1)).hasSize(11);
    assertThat(exchange(copy())).startsWith("HTTP/1.1 200");
    String copied = exchange(get("").replace("/k", "/copy"));
    said.forEach((name, value) -> assertThat(copied).containsIgnoringCase(name + ": " + value));
  }

  /** As many as an object may have, each as long as it may be. */
  private static String tags() {
    StringBuilder tags = new StringBuilder();
    for (char name = 'a'; name < 'k'; name++) {
      tags.append(tags.isEmpty() ? "" : "&");
      tags.append(String.valueOf(name).repeat(128)).append('=').append("%C3%A4".repeat(256));
    }
    return tags.toString();
  }

  private static String lines(Map<String, String> headers) {
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
    return lines.toString();
  }

  private static String put(String lines) {
    return "PUT /photos/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1\r\n"
        + lines.stripTrailing()
        + "\r\n\r\nv";
  }

  private static String copy() {
    return String.join(
        "\r\n",
        "PUT /photos/copy HTTP/1.1",
        "Host: h",
        "Connection: close",
        "Content-Length: 0",
        "x-amz-copy-source: /photos/k",
        "",
        "");
  }

  private static String get(String query) {
    return "GET /photos/k" + query + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  }

  /** Sends a request, and returns the bytes of the answer to the end of the connection. */
  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (SocketException reset) {
        // behind its answer: who refuses a head need not read all of it
      }
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
