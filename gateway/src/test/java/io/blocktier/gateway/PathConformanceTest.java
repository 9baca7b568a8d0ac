package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a path may hold, and what is answered where it may not. */
class PathConformanceTest extends OverHttp {

  @Test
  void aControlCharacterIsPartOfAKey() throws IOException {
    for (String key : new String[] {"%01", "a%0Ab", "%7F", "a%09", "%1Fz/%0D"}) {
      assertThat(exchange("PUT /photos/" + key + " HTTP/1.1\r\nContent-Length: 1\r\n", "v"))
          .as(key)
          .startsWith("HTTP/1.1 200");
      assertThat(exchange("GET /photos/" + key + " HTTP/1.1\r\n", ""))
          .as(key)
          .startsWith("HTTP/1.1 200")
          .endsWith("\r\n\r\nv");
    }
    assertThat(send("GET", "/photos?encoding-type=url&prefix=a%0A", "").body())
        .contains("<Key>a%0Ab</Key>");
  }

  @Test
  void whatIsNoPathIsAnsweredWithADocument() throws IOException {
    for (String target :
        new String[] {
          "/photos/%zz",
          "/photos/a%00b",
          "/photos/%",
          "/photos/%ff",
          "/photos/a\u0001b",
          "/%00/k",
          "photos",
          "*",
          "/photos/%u0041",
          "/photos/..%00",
          "http://[::1/k",
          "/photos/k?prefix=%zz"
        }) {
      String answer = exchange("GET " + target + " HTTP/1.1\r\n", "");
      assertThat(answer).as(target).startsWith("HTTP/1.1 4").contains("application/xml");
      assertThat(answer)
          .as(target)
          .contains("<Error>", "<Code>", "<Message>")
          .doesNotContain("<html");
    }
  }

  @Test
  void whatIsNoRequestIsAnsweredWithADocument() throws IOException {
    for (String head :
        new String[] {
          "GET /photos HTTP/9.9\r\n",
          "G\u0001T /photos HTTP/1.1\r\n",
          "GET /photos HTTP/1.1\r\nHost: second\r\n",
          "GET /photos HTTP/1.1\r\nx-a\u0000: b\r\n",
          "GET /photos HTTP/1.1\r\nContent-Length: x\r\n",
          "GET /photos HTTP/1.1\r\nx: " + "a".repeat(40_000) + "\r\n",
          "BREW /photos HTTP/1.1\r\n",
        }) {
      String answer = exchange(head, "");
      assertThat(answer).as(head).contains("application/xml", "<Error>", "<Code>", "<Message>");
      assertThat(answer).as(head).doesNotContain("<html");
    }
  }

  @Test
  void keysHaveUpTo1024Bytes() throws IOException {
    for (String key : new String[] {"k".repeat(1024), "d/".repeat(511) + "kk", "é".repeat(512)}) {
      String path = "/photos/" + encoded(key);
      assertThat(send("PUT", path, "long").statusCode()).isEqualTo(200);
      assertThat(send("GET", path, "").body()).isEqualTo("long");
      assertThat(send("GET", "/photos?prefix=" + encoded(key), "").body())
          .contains("<Key>" + key + "</Key>");
      assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void keysOfMoreBytesAreTooLongForEveryOperation() throws IOException {
    for (String key : new String[] {"k".repeat(1025), "é".repeat(512) + "k", "/".repeat(1025)}) {
      for (String method : new String[] {"PUT", "GET", "DELETE"}) {
        assertThat(exchange(method + " /photos/" + encoded(key) + " HTTP/1.1\r\n", ""))
            .as(method)
            .startsWith("HTTP/1.1 400")
            .contains("<Code>KeyTooLongError</Code>", "<Size>1025</Size>")
            .contains("<MaxSizeAllowed>1024</MaxSizeAllowed>");
      }
      assertThat(send("GET", "/photos?prefix=" + encoded(key), "").body())
          .doesNotContain("<Contents>")
          .contains("<IsTruncated>false</IsTruncated>");
    }
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  private String exchange(String head, String body) throws IOException {
    try (Socket socket = connect()) {
      write(socket, head + "Host: h\r\nConnection: close\r\n\r\n" + body);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
