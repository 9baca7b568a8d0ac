package io.blocktier.gateway.auth;

import static io.blocktier.gateway.auth.Examples.authenticator;
import static io.blocktier.gateway.auth.Examples.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures in headers that are no good, and how they are refused. */
class RefusedSignatureTest {

  private static final SentHead UNSIGNED =
      SentHead.of("GET", "/b/k", "Host", "h", "x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  private static final SentHead SIGNED = TestSigner.EXAMPLE.sign(UNSIGNED);

  private static S3Exception refusal(S3ErrorCode code, SentHead head) {
    return refused(code, () -> authenticator().authenticate(head));
  }

  private static SentHead signedWith(AccessKey key) {
    return new TestSigner(key, Examples.REGION, "s3", "20130524T000000Z").sign(UNSIGNED);
  }

  private static SentHead authorized(String from, String to) {
    String authorization = SIGNED.header("authorization").orElseThrow();
    assertThat(authorization).contains(from);
    return SIGNED.replacing("Authorization", authorization.replace(from, to));
  }

  @Test
  void aSignatureOfAnotherSecretIsRefusedWithWhatShouldHaveBeenSigned() {
    AccessKey impostor = new AccessKey(Examples.KEY.id(), "another secret", List.of());
    S3Exception refusal = refusal(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, signedWith(impostor));
    String canonical =
        """
        GET
        /b/k

        host:h
        x-amz-content-sha256:UNSIGNED-PAYLOAD
        x-amz-date:20130524T000000Z

        host;x-amz-content-sha256;x-amz-date
        UNSIGNED-PAYLOAD\
        """;
    String toSign =
        "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
            + TestSigner.sha256(canonical.getBytes(UTF_8));
    assertThat(refusal.details())
        .containsEntry("AWSAccessKeyId", Examples.KEY.id())
        .containsEntry("CanonicalRequest", canonical)
        .containsEntry("StringToSign", toSign)
        .containsKeys("SignatureProvided", "StringToSignBytes", "CanonicalRequestBytes");
    assertThat(refusal.details().get("StringToSignBytes")).startsWith("41 57 53 34 2d 48");
    assertThat(refusal.details().values()).noneMatch(v -> v.contains(Examples.KEY.secret()));
  }

  @Test
  void aKeyThatNobodyHasIsRefused() {
    AccessKey stranger = new AccessKey("AKIASTRANGER", "their secret", List.of());
    assertThat(refusal(S3ErrorCode.INVALID_ACCESS_KEY_ID, signedWith(stranger)).details())
        .containsEntry("AWSAccessKeyId", "AKIASTRANGER");
  }

  @Test
  void whatChangesAfterSigningIsNoticed() {
    refusal(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, SIGNED.replacing("Host", "elsewhere"));
    refusal(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        SIGNED.replacing("x-amz-content-sha256", Sha256.OF_NOTHING));
    refusal(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        new SentHead("PUT", SIGNED.rawPath(), "", SIGNED.lines()));
    refusal(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        new SentHead("GET", SIGNED.rawPath(), "acl", SIGNED.lines()));
    refusal(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, new SentHead("GET", "/b/other", "", SIGNED.lines()));
    refusal(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, SIGNED.replacing("x-amz-date", "20130524T000001Z"));
  }

  @Test
  void amazonHeadersThatAreNotSignedAreRefused() {
    S3Exception refusal =
        refusal(
            S3ErrorCode.ACCESS_DENIED,
            SIGNED.with("x-amz-acl", "public-read").with("X-Amz-Copy-Source", "/b/secret"));
    assertThat(refusal.details()).containsEntry("HeadersNotSigned", "x-amz-acl, x-amz-copy-source");
  }

  @Test
  void otherHeadersNeedNotBeSigned() throws S3Exception {
    authenticator().authenticate(SIGNED.with("User-Agent", "x").with("X-Amzn-Trace-Id", "Root=1"));
  }

  @Test
  void theHostHasToBeSigned() {
    SentHead head = TestSigner.EXAMPLE.sign(UNSIGNED.without("Host")).with("Host", "h");
    assertThat(refusal(S3ErrorCode.ACCESS_DENIED, head).details())
        .containsEntry("HeadersNotSigned", "host");
  }

  @Test
  void aClockMayBeWrongByAQuarterOfAnHour() throws S3Exception {
    Duration skew = Duration.ofMinutes(15);
    Examples.at(Examples.TIME.plus(skew)).authenticate(SIGNED);
    Examples.at(Examples.TIME.minus(skew)).authenticate(SIGNED);
    for (Duration more : List.of(skew.plusSeconds(1), skew.plusSeconds(1).negated())) {
      S3Exception refusal =
          refused(
              S3ErrorCode.REQUEST_TIME_TOO_SKEWED,
              () -> Examples.at(Examples.TIME.plus(more)).authenticate(SIGNED));
      assertThat(refusal.details())
          .containsEntry("RequestTime", "20130524T000000Z")
          .containsEntry("ServerTime", Examples.TIME.plus(more).toString())
          .containsEntry("MaxAllowedSkewMilliseconds", "900000");
    }
  }

  @Test
  void theDateHeaderServesWhereThereIsNoOther() throws S3Exception {
    SentHead dated = UNSIGNED.with("Date", "Fri, 24 May 2013 00:00:00 GMT");
    SentHead signed = TestSigner.EXAMPLE.sign(dated);
    String toSign =
        "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
            + TestSigner.sha256(
                """
                GET
                /b/k

                date:Fri, 24 May 2013 00:00:00 GMT
                host:h
                x-amz-content-sha256:UNSIGNED-PAYLOAD

                date;host;x-amz-content-sha256
                UNSIGNED-PAYLOAD\
                """
                    .getBytes(UTF_8));
    authenticator()
        .authenticate(
            signed
                .without("x-amz-date")
                .replacing(
                    "Authorization",
                    TestSigner.EXAMPLE.authorization(
                        "date;host;x-amz-content-sha256", TestSigner.EXAMPLE.sign(toSign))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2013-05-24T00:00:00Z", "20130524", "20131324T000000Z", "yesterday"})
  void aRequestWithoutALegibleTimeIsRefused(String time) {
    refusal(S3ErrorCode.ACCESS_DENIED, SIGNED.replacing("x-amz-date", time));
  }

  @Test
  void aRequestWithoutATimeIsRefused() {
    refusal(S3ErrorCode.ACCESS_DENIED, SIGNED.without("x-amz-date"));
  }

  @Test
  void aSignatureForAnotherRegionIsToldTheRightOne() {
    SentHead elsewhere =
        new TestSigner(Examples.KEY, "eu-west-1", "s3", "20130524T000000Z").sign(UNSIGNED);
    S3Exception refusal = refusal(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED, elsewhere);
    assertThat(refusal).hasMessageContaining("'eu-west-1' is wrong; expecting 'us-east-1'");
    assertThat(refusal.details()).containsEntry("Region", "us-east-1");
  }

  @Test
  void aSignatureForAnotherServiceDayOrProtocolIsRefused() {
    for (TestSigner other :
        List.of(
            new TestSigner(Examples.KEY, "us-east-1", "ec2", "20130524T000000Z"),
            new TestSigner(Examples.KEY, "us-east-1", "", "20130524T000000Z"))) {
      refusal(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED, other.sign(UNSIGNED));
    }
    refusal(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED, authorized("/20130524/", "/20130523/"));
    refusal(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED, authorized("aws4_request", "aws5_request"));
  }

  @Test
  void aSignatureForDirectoryBucketsIsAccepted() throws S3Exception {
    SentHead head =
        new TestSigner(Examples.KEY, "us-east-1", "s3express", "20130524T000000Z").sign(UNSIGNED);
    assertThat(authenticator().authenticate(head).caller())
        .isEqualTo(new Caller.KeyHolder(Examples.KEY, SigningService.S3_EXPRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA256 Credential",
        "AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws4_request",
        "AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws4_request,SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=0",
        "AWS4-HMAC-SHA256 Credential=/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0",
        "AWS4-HMAC-SHA256 Credential=20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0"
      })
  void aHeaderThatLacksSomethingIsMalformed(String authorization) {
    refusal(
        S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
        SIGNED.replacing("Authorization", authorization));
  }

  @Test
  void theFieldsOfTheHeaderMayStandInAnyOrder() throws S3Exception {
    String[] fields =
        SIGNED
            .header("authorization")
            .orElseThrow()
            .substring("AWS4-HMAC-SHA256 ".length())
            .split(", ", -1);
    authenticator()
        .authenticate(
            SIGNED.replacing(
                "Authorization",
                "AWS4-HMAC-SHA256 " + fields[2] + "," + fields[0] + " , " + fields[1]));
  }

  @Test
  void anIdWithSlashesIsAnId() throws S3Exception {
    AccessKey key = new AccessKey("team/a/b", "secret", List.of());
    Authenticator authenticator =
        new Authenticator(
            AccessKeys.of(List.of(key)),
            java.time.InstantSource.fixed(Examples.TIME),
            Examples.REGION);
    assertThat(authenticator.authenticate(signedWith(key)).caller())
        .isEqualTo(new Caller.KeyHolder(key, SigningService.S3));
  }

  @Test
  void aRequestThatDoesNotSayWhatIsSignedOfItsBodyIsRefused() {
    assertThat(refusal(S3ErrorCode.INVALID_REQUEST, SIGNED.without("x-amz-content-sha256")))
        .hasMessage("Missing required header for this request: x-amz-content-sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNSIGNED", "e3b0c442", "STREAMING-AWS4-HMAC-SHA256", "zz"})
  void aBodyThatIsSignedInNoKnownWayIsRefused(String payload) {
    SentHead head = TestSigner.EXAMPLE.sign(UNSIGNED.replacing("x-amz-content-sha256", payload));
    assertThat(refusal(S3ErrorCode.INVALID_ARGUMENT, head).details())
        .containsEntry("ArgumentName", "x-amz-content-sha256")
        .containsEntry("ArgumentValue", payload);
  }

  @Test
  void olderAndNewerSchemesAreRefusedEachInItsWay() {
    assertThat(
            refusal(
                S3ErrorCode.INVALID_REQUEST,
                UNSIGNED.with("Authorization", "AWS " + Examples.KEY.id() + ":c2ln")))
        .hasMessageContaining("Please use AWS4-HMAC-SHA256.");
    refusal(S3ErrorCode.INVALID_ARGUMENT, UNSIGNED.with("Authorization", "AWS HAHAHA"));
    refusal(
        S3ErrorCode.NOT_IMPLEMENTED,
        UNSIGNED.with("Authorization", "AWS4-ECDSA-P256-SHA256 Credential=x"));
    refusal(
        S3ErrorCode.NOT_IMPLEMENTED,
        TestSigner.EXAMPLE.sign(
            UNSIGNED.replacing(
                "x-amz-content-sha256", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD")));
    S3Exception basic =
        refusal(S3ErrorCode.INVALID_ARGUMENT, UNSIGNED.with("Authorization", "Basic dXNlcjpwYXNz"));
    assertThat(basic.getMessage() + basic.details()).doesNotContain("dXNlcjpwYXNz");
  }

  @Test
  void aRequestWithoutCredentialsIsAnonymous() throws S3Exception {
    Authentication sender = authenticator().authenticate(SentHead.of("GET", "/b/k", "Host", "h"));
    assertThat(sender.caller()).isEqualTo(new Caller.Anonymous());
    assertThat(sender.payload()).isEqualTo(new PayloadSignature.Unsigned());
  }

  @Test
  void anAnonymousBodyIsCheckedAsFarAsItCanBe() throws S3Exception {
    assertThat(
            authenticator()
                .authenticate(
                    UNSIGNED.replacing(
                        "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"))
                .payload())
        .isEqualTo(new PayloadSignature.UnsignedChunks());
    refusal(
        S3ErrorCode.INVALID_ARGUMENT,
        UNSIGNED.replacing("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"));
  }
}
