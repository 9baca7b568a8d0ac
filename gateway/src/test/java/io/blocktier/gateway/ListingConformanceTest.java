package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/** Listings and names as S3 has them. */
class ListingConformanceTest extends OverHttp {

  private static final String ALLOWED = "Access-Control-Allow-Origin";

  /** Of a key that nobody has. */
  private static final String SIGNED =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=604800&X-Amz-SignedHeaders=host"
          + "&X-Amz-Credential=AKIDNONE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
          + "&X-Amz-Date=20260101T000000Z"
          + "&X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";

  @Test
  void bucketsComeInPages() {
    for (String name : List.of("a-1", "a-2", "b-1", "b-2", "b-3")) {
      send("PUT", "/" + name, "");
    }
    ListBucketsResponse first = gateway.s3.listBuckets(b -> b.prefix("b-").maxBuckets(2));
    assertThat(first.buckets()).extracting(Bucket::name).containsExactly("b-1", "b-2");
    assertThat(first.prefix()).isEqualTo("b-");
    ListBucketsResponse rest =
        gateway.s3.listBuckets(
            b -> b.prefix("b-").maxBuckets(2).continuationToken(first.continuationToken()));
    assertThat(rest.buckets()).extracting(Bucket::name).containsExactly("b-3");
    assertThat(rest.continuationToken()).isNull();
    assertThat(gateway.s3.listBuckets(b -> b.bucketRegion("eu-west-1")).buckets()).isEmpty();
    assertThat(gateway.s3.listBuckets(b -> b.bucketRegion("us-east-1")).buckets()).hasSize(6);
    assertThat(send("GET", "/?max-buckets=0", "").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/?continuation-token=%25", "").statusCode()).isEqualTo(400);
  }

  @Test
  void anEmptyTokenBeginsAtTheBeginning() {
    send("PUT", "/photos/k", "v");
    assertThat(send("GET", "/photos?list-type=2&continuation-token=", "").body())
        .contains("<ContinuationToken></ContinuationToken>", "<Key>k</Key>");
    assertThat(send("GET", "/photos?list-type=2&continuation-token=%25", "").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aVersionIsNoPlaceToGoOnFromWithoutItsKey() {
    send("PUT", "/photos/a", "v");
    send("PUT", "/photos/b", "v");
    var alone = send("GET", "/photos?versions&version-id-marker=null", "");
    assertThat(alone.statusCode()).isEqualTo(400);
    assertThat(alone.body()).contains("<Code>InvalidArgument</Code>");
    assertThat(send("GET", "/photos?versions&key-marker=a&version-id-marker=null", "").body())
        .contains("<VersionIdMarker>null</VersionIdMarker>", "<Key>b</Key>")
        .doesNotContain("<Key>a</Key>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo..bar", "foo.-bar", "foo-.bar", "foo-", "-foo", ".foo", "Foo", "f_o"})
  void noLabelOfABucketsNameIsOpen(String name) {
    var answer = send("PUT", "/" + name, "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidBucketName</Code>");
    assertThat(send("PUT", "/foo.bar-x.y", "").statusCode()).isEqualTo(200);
  }

  @Test
  void anEmptyAuthorizationIsThatOfAStranger() {
    assertThat(sendWith("GET", "/photos", "Authorization", "").statusCode()).isEqualTo(200);
    assertThat(sendWith("GET", "/photos", "Authorization", "Bearer x").statusCode()).isEqualTo(400);
  }

  @Test
  void aRequestMaySayForWhichMethodItAsksForLeave() {
    CORSRule gets = CORSRule.builder().allowedMethods("GET").allowedOrigins("http://a").build();
    gateway.s3.putBucketCors(b -> b.bucket("photos").corsConfiguration(c -> c.corsRules(gets)));
    assertThat(header(sendWith("PUT", "/photos/k", "Origin", "http://a"), ALLOWED)).isEmpty();
    String[] asking = {"Origin", "http://a", "Access-Control-Request-Method", "GET"};
    assertThat(header(sendWith("PUT", "/photos/k", asking), ALLOWED)).isEqualTo("http://a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/photos/k?" + SIGNED, "/photos/k?AWSAccessKeyId=a&Signature=b&Expires=1"})
  void aBrowserAsksForLeaveOfASignedUrlWithoutASignatureOfItsOwn(String url) {
    var incomplete = send("OPTIONS", url, "");
    assertThat(incomplete.statusCode()).isEqualTo(400);
    assertThat(incomplete.body()).contains("<Code>BadRequest</Code>");
    CORSRule gets = CORSRule.builder().allowedMethods("GET").allowedOrigins("http://a").build();
    gateway.s3.putBucketCors(b -> b.bucket("photos").corsConfiguration(c -> c.corsRules(gets)));
    String[] asking = {"Origin", "http://a", "Access-Control-Request-Method", "GET"};
    var allowed = sendWith("OPTIONS", url, asking);
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(header(allowed, ALLOWED)).isEqualTo("http://a");
    assertThat(send("GET", url, "").statusCode()).isIn(400, 403);
  }

  @Test
  void thePrefixOfTheFirstDialectReadsTheSameDecodedOrNot() {
    String head = "/photos?encoding-type=url&prefix=";
    assertThat(send("GET", head + "a%20b%0A%C3%A9", "").body())
        .contains("<Prefix>a b\n\u00e9</Prefix>");
    assertThat(send("GET", head + "%25%2B%01%0D", "").body())
        .contains("<Prefix>%25%2B%01%0D</Prefix>");
    assertThat(send("GET", head + "a%20b&list-type=2", "").body())
        .contains("<Prefix>a%20b</Prefix>");
    assertThat(send("GET", "/photos?prefix=%25%20%2B", "").body()).contains("<Prefix>% +</Prefix>");
    assertThat(gateway.s3.listObjects(b -> b.bucket("photos").prefix("% +\n/\u00e9")).prefix())
        .isEqualTo("% +\n/\u00e9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deflate, gzip|deflate, gzip",
        "deflate,gzip|deflate,gzip",
        "gzip, aws-chunked|gzip",
        "aws-chunked, gzip|gzip",
        "a, aws-chunked, b|a,b",
        "aws-chunked|''",
        "aws-chunked, aws-chunked|''"
      })
  void aContentsEncodingIsKeptAsItCameButForTheFraming(String sent, String kept) {
    sendWith("PUT", "/photos/k", "Content-Encoding", sent);
    assertThat(header(send("HEAD", "/photos/k", ""), "Content-Encoding")).isEqualTo(kept);
  }
}
