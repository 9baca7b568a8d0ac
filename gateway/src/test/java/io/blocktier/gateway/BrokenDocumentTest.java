package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that are none, or that would take the memory of the server: none changes a thing. */
class BrokenDocumentTest extends OverHttp {

  private static final int MOST_BYTES = 4 << 20;
  private static final String OBJECT = "<Object><Key>kept</Key></Object>";
  private static final String PART = "<Part><PartNumber>1</PartNumber><ETag>a</ETag></Part>";

  private static final String ALL_CHECKSUMS =
      "<ChecksumCRC32>AAAAAA==</ChecksumCRC32><ChecksumCRC32C>AAAAAA==</ChecksumCRC32C>"
          + "<ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME></Part>";

  private String upload = "";

  @BeforeEach
  void prepare() {
    send("PUT", "/photos/kept", "v");
    String begun = send("POST", "/photos/whole?uploads", "").body();
    upload = begun.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
  }

  @AfterEach
  void nothingChanged() {
    assertThat(send("GET", "/photos/kept", "").body()).isEqualTo("v");
    assertThat(send("GET", "/photos?uploads", "").body()).contains(upload);
    assertThat(gateway.gateway.status().bodyBytes()).isZero();
  }

  @Test
  void aDocumentBeyondTheBoundIsRefused() {
    String fill = " ".repeat(MOST_BYTES);
    refused("<Delete>" + OBJECT + fill + "</Delete>", "EntityTooLarge", "MalformedXML");
  }

  @Test
  void aMillionElementsAreRefused() {
    for (String small : List.of("<a/>", "<Part/>", "<a></a>")) {
      int count = (MOST_BYTES - 200) / small.length();
      String many = small.repeat(count);
      refused("<Delete>" + OBJECT + many + "</Delete>", "MalformedXML");
      refusedCompletion(
          "<CompleteMultipartUpload>" + PART + many + "</CompleteMultipartUpload>", "MalformedXML");
    }
  }

  @Test
  void asManyPartsAsAnUploadMayHaveAreRead() {
    StringBuilder parts = new StringBuilder();
    for (int number = 2; number <= 10_000; number++) {
      parts.append(PART.replace(">1<", ">" + number + "<").replace("</Part>", ALL_CHECKSUMS));
    }
    refusedCompletion(
        "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>", "InvalidPart");
  }

  @Test
  void tooManyObjectsOrPartsAreRefused() {
    refused("<Delete>" + OBJECT.repeat(1001) + "</Delete>", "MalformedXML");
    StringBuilder parts = new StringBuilder();
    for (int number = 1; number <= 10_001; number++) {
      parts.append(PART.replace(">1<", ">" + number + "<"));
    }
    refusedCompletion(
        "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>", "MalformedXML");
  }

  @Test
  void aDeepDocumentIsRefused() {
    for (int depth : new int[] {17, 1_000, 100_000}) {
      String deep = "<a>".repeat(depth) + "</a>".repeat(depth);
      refused("<Delete>" + OBJECT + deep + "</Delete>", "MalformedXML");
    }
  }

  @Test
  void entitiesAreNotExpanded() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE d [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 40; i++) {
      String twice = "&l" + (i - 1) + ";";
      laughs.append("<!ENTITY l" + i + " \"" + twice + twice + "\">");
    }
    refused(laughs + "]><Delete><Object><Key>&l39;</Key></Object></Delete>", "MalformedXML");
    String file = "<!DOCTYPE d [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    refused(file + "<Delete><Object><Key>&f;</Key></Object></Delete>", "MalformedXML");
    String outside = "<!DOCTYPE d SYSTEM \"http://127.0.0.1:" + port() + "/photos/kept\">";
    refused(outside + "<Delete><Object><Key>&v;</Key></Object></Delete>", "MalformedXML");
    String parameter = "<!DOCTYPE d [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]>";
    refused(parameter + "<Delete><Object><Key>&q;</Key></Object></Delete>", "MalformedXML");
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    for (String text :
        List.of(
            "",
            " ",
            "kept",
            "{}",
            "<",
            "<Delete",
            "<Delete>",
            "<Delete>" + OBJECT,
            "<Delete>" + OBJECT + "</Deleted>",
            "<Delete>" + OBJECT + "</Delete",
            "<Deletes>" + OBJECT + "</Deletes>",
            "<Delete></Delete>",
            "<Delete><Object/></Delete>",
            "<Delete><Object><Name>kept</Name></Object></Delete>",
            "<Delete>\u0001" + OBJECT + "</Delete>",
            "<Delete><Object><Key>&#0;</Key></Object></Delete>",
            "<Delete><Object><Key>&#xD800;</Key></Object></Delete>",
            "<Delete><Object><Key>&none;</Key></Object></Delete>",
            "<Delete a=\"1\" a=\"2\">" + OBJECT + "</Delete>",
            "<x:Delete>" + OBJECT + "</x:Delete>",
            "<?xml version=\"9.9\"?><Delete>" + OBJECT + "</Delete>",
            "<?xml version=\"1.0\" encoding=\"none\"?><Delete>" + OBJECT + "</Delete>",
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><Delete>" + OBJECT + "</Delete>")) {
      refused(text, "MalformedXML", "MissingRequestBodyError");
    }
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] document =
        "<Delete><Object><Key>k?</Key></Object></Delete>".getBytes(StandardCharsets.US_ASCII);
    document[22] = (byte) 0xff;
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(gateway.uri("/photos?delete"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(document))
                .build());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>MalformedXML</Code>");
  }

  @Test
  void aDocumentThatEndsEarlyIsRefused() throws IOException {
    try (Socket socket = connect()) {
      String document = "<Delete>" + OBJECT + "</Delete>";
      write(
          socket,
          "POST /photos?delete HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + document);
      socket.shutdownOutput();
      assertThat(statusLine(socket)).isIn("HTTP/1.1 400 Bad Request", "");
    }
  }

  private void refused(String document, String... codes) {
    assertRefused(document, send("POST", "/photos?delete", document), codes);
  }

  private void refusedCompletion(String document, String... codes) {
    assertRefused(document, send("POST", "/photos/whole?uploadId=" + upload, document), codes);
  }

  private static void assertRefused(String document, HttpResponse<String> answer, String... codes) {
    String shown = document.substring(0, Math.min(200, document.length()));
    assertThat(answer.statusCode()).as(shown).isEqualTo(400);
    assertThat(answer.body().replaceAll("(?s).*<Code>(.*)</Code>.*", "$1"))
        .as(shown)
        .isIn((Object[]) codes);
  }

  private int port() {
    return gateway.gateway.address().getPort();
  }
}
