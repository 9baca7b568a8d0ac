package io.blocktier.gateway.auth;

import static io.blocktier.gateway.auth.Examples.authenticator;
import static io.blocktier.gateway.auth.Examples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures in URLs. */
class PresignedUrlTest {

  private static final String QUERY =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256"
          + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
          + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host";

  private static SentHead presigned(String method, String query) {
    return presigned(method, query, "UNSIGNED-PAYLOAD");
  }

  private static SentHead presigned(String method, String query, String payload) {
    String[] parameters = query.split("&", -1);
    Arrays.sort(parameters);
    String canonical =
        method + "\n/b/k\n" + String.join("&", parameters) + "\nhost:h\n\nhost\n" + payload;
    String signature =
        TestSigner.EXAMPLE.sign(
            "AWS4-HMAC-SHA256\n20130524T000000Z\n"
                + TestSigner.EXAMPLE.scope()
                + "\n"
                + TestSigner.sha256(canonical.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return SentHead.of(method, "/b/k?" + query + "&X-Amz-Signature=" + signature, "Host", "h");
  }

  private static S3Exception refusal(S3ErrorCode code, SentHead head) {
    return refused(code, () -> authenticator().authenticate(head));
  }

  @Test
  void aUrlServesItsMethodOnly() throws S3Exception {
    SentHead get = presigned("GET", QUERY);
    authenticator().authenticate(get);
    refusal(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        new SentHead("DELETE", get.rawPath(), get.rawQuery(), get.lines()));
  }

  @Test
  void aParameterMoreIsAnotherUrl() {
    SentHead get = presigned("GET", QUERY);
    refusal(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        new SentHead("GET", get.rawPath(), get.rawQuery() + "&versionId=1", get.lines()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 60, 604_800})
  void aUrlLastsAsLongAsItSays(long seconds) throws S3Exception {
    SentHead head = presigned("GET", QUERY.replace("=60", "=" + seconds));
    Examples.at(Examples.TIME.plusSeconds(seconds)).authenticate(head);
    S3Exception refusal =
        refused(
            S3ErrorCode.ACCESS_DENIED,
            () -> Examples.at(Examples.TIME.plusSeconds(seconds + 1)).authenticate(head));
    assertThat(refusal).hasMessage("Request has expired");
    assertThat(refusal.details())
        .containsEntry("Expires", Examples.TIME.plusSeconds(seconds).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "604801", "99999999999999999999", "soon", ""})
  void aUrlThatLastsTooLongOrLessThanNothingIsRefused(String seconds) {
    refusal(
        S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
        presigned("GET", QUERY.replace("=60", "=" + seconds)));
  }

  @Test
  void aUrlOfTheFutureIsNotYetValid() throws S3Exception {
    SentHead head = presigned("GET", QUERY);
    Examples.at(Examples.TIME.minus(Duration.ofMinutes(15))).authenticate(head);
    S3Exception refusal =
        refused(
            S3ErrorCode.ACCESS_DENIED,
            () ->
                Examples.at(Examples.TIME.minus(Duration.ofMinutes(15)).minusSeconds(1))
                    .authenticate(head));
    assertThat(refusal).hasMessage("Request is not yet valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature"
      })
  void noParameterMayBeMissing(String name) {
    SentHead head = presigned("GET", QUERY);
    String query = head.rawQuery().replaceAll("(^|&)" + name + "=[^&]*", "").replaceAll("^&", "");
    assertThat(query).isNotEqualTo(head.rawQuery());
    refusal(
        S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
        new SentHead("GET", head.rawPath(), query, head.lines()));
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, eu-west-1, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
    "%2Fs3%2F, %2Fec2%2F, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
    "20130524%2F, 20130523%2F, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
    "aws4_request, aws5_request, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
    "Date=20130524T000000Z, Date=yesterday, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
    "AWS4-HMAC-SHA256, AWS4-HMAC-SHA1, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
    "AWS4-HMAC-SHA256, AWS4-ECDSA-P256-SHA256, NOT_IMPLEMENTED",
    "AKIAIOSFODNN7EXAMPLE, AKIASTRANGER, INVALID_ACCESS_KEY_ID"
  })
  void aUrlForElsewhereIsRefused(String from, String to, S3ErrorCode code) {
    assertThat(QUERY).contains(from);
    refusal(code, presigned("GET", QUERY.replace(from, to)));
  }

  @Test
  void anOldUrlIsToldWhatToUse() {
    assertThat(
            refusal(
                S3ErrorCode.INVALID_REQUEST,
                SentHead.of(
                    "GET", "/b/k?AWSAccessKeyId=AKIA&Signature=c2ln&Expires=1", "Host", "h")))
        .hasMessageContaining("Please use AWS4-HMAC-SHA256.");
  }

  @Test
  void aUrlAndAHeaderTogetherAreRefused() {
    refusal(
        S3ErrorCode.INVALID_ARGUMENT,
        presigned("GET", QUERY)
            .with("Authorization", TestSigner.EXAMPLE.authorization("host", "0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-amz-acl", "x-amz-copy-source", "x-amz-security-token", "content-md5"})
  void headersThatTheSignerDidNotForeseeAreRefused(String name) {
    assertThat(
            refusal(S3ErrorCode.ACCESS_DENIED, presigned("PUT", QUERY).with(name, "x")).details())
        .containsEntry("HeadersNotSigned", name);
  }

  @Test
  void headersInTheUrlCountAsHeaders() throws S3Exception {
    Authentication sender =
        authenticator()
            .authenticate(
                presigned("PUT", QUERY + "&x-amz-acl=private&X-Amz-Meta-A=x%20y&prefix=p"));
    assertThat(sender.head().header("x-amz-acl")).contains("private");
    assertThat(sender.head().headers("X-Amz-Meta-A")).containsExactly("x y");
    assertThat(sender.head().headerNames()).containsExactly("host", "x-amz-acl", "x-amz-meta-a");
  }

  @Test
  void checksumsInTheUrlAreIgnored() throws S3Exception {
    Authentication sender =
        authenticator()
            .authenticate(
                presigned(
                    "PUT",
                    QUERY
                        + "&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32"));
    assertThat(sender.head().headerNames()).containsExactly("host");
  }

  @Test
  void whatIsSignedOfTheBodyMayBeInTheUrlOrInAHeader() throws S3Exception {
    PayloadSignature digest = new PayloadSignature.Digest(Sha256.OF_NOTHING);
    String inQuery = QUERY + "&X-Amz-Content-Sha256=" + Sha256.OF_NOTHING;
    assertThat(authenticator().authenticate(presigned("PUT", inQuery, Sha256.OF_NOTHING)).payload())
        .isEqualTo(digest);
    SentHead header =
        presigned("PUT", QUERY, Sha256.OF_NOTHING).with("x-amz-content-sha256", Sha256.OF_NOTHING);
    assertThat(authenticator().authenticate(header).payload()).isEqualTo(digest);
    refusal(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, header.without("x-amz-content-sha256"));
  }
}
