package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that no bucket has here: what may be said of them all the same. */
class UnsetSettingsTest extends OverHttp {

  private static void assertTold(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy", "lifecycle", "website", "replication"})
  void whatIsNotThereMayBeTakenAway(String setting) {
    send("PUT", "/photos/k", "v");
    assertTold(send("DELETE", "/photos?" + setting, ""), 204, "");
    assertTold(send("DELETE", "/none?" + setting, ""), 404, "NoSuchBucket");
    assertThat(send("GET", "/photos/k", "").body()).isEqualTo("v");
  }

  @ParameterizedTest
  @CsvSource({
    "requestPayment,RequestPaymentConfiguration,<Payer>BucketOwner</Payer>,200,''",
    "requestPayment,RequestPaymentConfiguration,<Payer>Requester</Payer>,501,NotImplemented",
    "requestPayment,RequestPaymentConfiguration,<Payer>Nobody</Payer>,400,MalformedXML",
    "requestPayment,RequestPaymentConfiguration,'',400,MalformedXML",
    "logging,BucketLoggingStatus,'',200,''",
    "logging,BucketLoggingStatus,<LoggingEnabled/>,501,NotImplemented",
    "logging,X,'',400,MalformedXML",
    "notification,NotificationConfiguration,'',200,''",
    "notification,NotificationConfiguration,<TopicConfiguration/>,501,NotImplemented",
    "object-lock,ObjectLockConfiguration,'',409,InvalidBucketState",
  })
  void whatHoldsAnywayMayBeSaidAgainAndNothingElse(
      String setting, String root, String content, int status, String code) {
    String document = "<" + root + ">" + content + "</" + root + ">";
    assertTold(send("PUT", "/photos?" + setting, document), status, code);
    assertTold(send("PUT", "/none?" + setting, document), 404, "NoSuchBucket");
  }

  @Test
  void configurationsWithNamesAreNoneAtAll() {
    Map.of(
            "analytics", "ListBucketAnalyticsConfigurationResult",
            "intelligent-tiering", "ListBucketIntelligentTieringConfigurationsOutput",
            "inventory", "ListInventoryConfigurationsResult",
            "metrics", "ListMetricsConfigurationsResult")
        .forEach((setting, root) -> {
          HttpResponse<String> all = send("GET", "/photos?" + setting, "");
          assertTold(all, 200, "<" + root);
          assertThat(all.body()).contains("<IsTruncated>false</IsTruncated>");
          assertTold(send("GET", "/photos?id=a&" + setting, ""), 404, "NoSuchConfiguration");
        });
  }

  @Test
  void noObjectIsLockedAndNoBucketPromisesIt() {
    send("PUT", "/photos/k", "v");
    for (String lock : new String[] {"retention", "legal-hold"}) {
      assertTold(send("GET", "/photos/k?" + lock, ""), 400, "Bucket is missing Object Lock");
      assertTold(send("PUT", "/photos/k?" + lock, "<X/>"), 400, "Bucket is missing Object Lock");
    }
    assertTold(
        sendWith("PUT", "/photos/locked", "x-amz-object-lock-mode", "GOVERNANCE"),
        400,
        "<Code>InvalidRequest</Code>");
    assertTold(send("HEAD", "/photos/locked", ""), 404, "");
    assertTold(
        sendWith("PUT", "/safe", "x-amz-bucket-object-lock-enabled", "true"),
        501,
        "<Header>x-amz-bucket-object-lock-enabled</Header>");
    assertTold(send("HEAD", "/safe", ""), 404, "");
    assertTold(sendWith("PUT", "/safe", "x-amz-bucket-object-lock-enabled", "false"), 200, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"photos-s3alias", "photos--ol-s3", "photos.mrap", "sthree-photos"})
  void namesOfAnotherKindAreNoBuckets(String name) {
    assertTold(send("PUT", "/" + name, ""), 400, "<Code>InvalidBucketName</Code>");
  }

  @Test
  void aBucketThatHasSuchANameAlreadyIsServedOn() throws Exception {
    store.write(
        BlockKey.of(".gateway/buckets/photos-s3alias"),
        Content.of("r=photos-s3alias%2F&t=0".getBytes(StandardCharsets.US_ASCII)),
        WriteOptions.DEFAULT);
    assertTold(send("PUT", "/photos-s3alias/k", "v"), 200, "");
    assertTold(send("GET", "/photos-s3alias/k", ""), 200, "v");
  }

  @Test
  void aStrangerDoesNotSayWhatAnAnswerSaysOfItself() {
    send("PUT", "/photos/k", "v");
    for (String name : new String[] {"content-type", "expires", "content-disposition"}) {
      assertTold(
          send("GET", "/photos/k?response-" + name + "=a", ""),
          400,
          "cannot be used for anonymous GET requests");
    }
    assertThat(
            gateway
                .s3
                .getObjectAsBytes(b -> b.bucket("photos").key("k").responseContentType("a/b"))
                .response()
                .contentType())
        .isEqualTo("a/b");
  }

  @Test
  void tagsHaveLettersOfAllScriptsAndFewSigns() {
    send("PUT", "/photos/k", "v");
    for (String legal : new String[] {"a b+c-d=e.f_g:h/i@j", "\u00e9\u65e5\u0663\u00bd"}) {
      assertTold(send("PUT", "/photos/k?tagging", tagged(legal, legal)), 200, "");
      assertTold(send("GET", "/photos/k?tagging", ""), 200, "<Key>" + legal + "</Key>");
    }
    for (String illegal : new String[] {"a?", "a*", "{a}", "a#b", "a\tb"}) {
      assertTold(send("PUT", "/photos/k?tagging", tagged(illegal, "a")), 400, "InvalidTag");
      assertTold(send("PUT", "/photos/k?tagging", tagged("a", illegal)), 400, "InvalidTag");
    }
    assertTold(sendWith("PUT", "/photos/k", "x-amz-tagging", "a=b%2A"), 400, "InvalidTag");
  }

  private static String tagged(String name, String value) {
    return "<Tagging><TagSet><Tag><Key>"
        + name
        + "</Key><Value>"
        + value
        + "</Value></Tag></TagSet></Tagging>";
  }
}
