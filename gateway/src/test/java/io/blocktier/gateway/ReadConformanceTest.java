package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What clients are told beside the bytes. */
class ReadConformanceTest extends OverHttp {

  @Test
  void aRangeBehindTheEndIsToldTheSize() {
    send("PUT", "/photos/k", "0123456789");
    HttpResponse<String> answer = sendWith("GET", "/photos/k", "Range", "bytes=10-");
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(header(answer, "content-range")).isEqualTo("bytes */10");
    assertThat(answer.body())
        .contains(
            "<Code>InvalidRange</Code>",
            "<ActualObjectSize>10</ActualObjectSize>",
            "<RangeRequested>bytes=10-</RangeRequested>");
    HttpResponse<String> head = sendWith("HEAD", "/photos/k", "Range", "bytes=10-");
    assertThat(head.statusCode()).isEqualTo(416);
    assertThat(header(head, "content-range")).isEqualTo("bytes */10");
  }

  @Test
  void whoKnowsTheVersionIsToldHowLongItIsFresh() {
    send(
        HttpRequest.newBuilder(gateway.uri("/photos/k"))
            .PUT(HttpRequest.BodyPublishers.ofString("v"))
            .header("Cache-Control", "max-age=60")
            .header("Expires", "Thu, 01 Dec 2050 16:00:00 GMT")
            .build());
    HttpResponse<String> got = send("GET", "/photos/k", "");
    String etag = header(got, "etag");
    for (String method : new String[] {"GET", "HEAD"}) {
      HttpResponse<String> answer = sendWith(method, "/photos/k", "If-None-Match", etag);
      assertThat(answer.statusCode()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(header(answer, "etag")).isEqualTo(etag);
      assertThat(header(answer, "last-modified")).isEqualTo(header(got, "last-modified"));
      assertThat(header(answer, "cache-control")).isEqualTo("max-age=60");
      assertThat(header(answer, "expires")).isEqualTo("Thu, 01 Dec 2050 16:00:00 GMT");
      assertThat(answer.headers().firstValue("content-type")).isEmpty();
    }
  }

  @Test
  void anObjectOfOnePieceIsItsOwnFirstPart() {
    send("PUT", "/photos/k", "0123456789");
    HttpResponse<String> answer = send("GET", "/photos/k?partNumber=1", "");
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo("0123456789");
    assertThat(header(answer, "content-range")).isEqualTo("bytes 0-9/10");
    assertThat(answer.headers().firstValue("x-amz-mp-parts-count")).isEmpty();
  }

  @Test
  void aPartThatIsNotThereIsToldHowManyThereAre() {
    send("PUT", "/photos/k", "0123456789");
    HttpResponse<String> answer = send("GET", "/photos/k?partNumber=2", "");
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.body())
        .contains(
            "<Code>InvalidPartNumber</Code>",
            "<ActualPartCount>1</ActualPartCount>",
            "<PartNumberRequested>2</PartNumberRequested>");
    for (String number : new String[] {"0", "10001", "x"}) {
      HttpResponse<String> refused = send("GET", "/photos/k?partNumber=" + number, "");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .contains("<Code>InvalidArgument</Code>", "<ArgumentValue>" + number + "<");
    }
  }
}
