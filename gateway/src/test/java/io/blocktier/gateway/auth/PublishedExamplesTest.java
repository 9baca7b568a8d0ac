package io.blocktier.gateway.auth;

import static io.blocktier.gateway.auth.Examples.authenticator;
import static io.blocktier.gateway.auth.Examples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The requests whose signatures AWS publishes in its documentation of Signature Version 4. */
class PublishedExamplesTest {

  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final String NOTHING = Sha256.OF_NOTHING;

  private static SentHead signed(
      String method, String target, String payload, String signedHeaders, String signature) {
    return SentHead.of(
        method,
        target,
        "Host",
        HOST,
        "x-amz-date",
        "20130524T000000Z",
        "x-amz-content-sha256",
        payload,
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + "SignedHeaders="
            + signedHeaders
            + ",Signature="
            + signature);
  }

  @Test
  void theExampleOfARangeIsAccepted() throws S3Exception {
    Authentication sender =
        authenticator()
            .authenticate(
                signed(
                        "GET",
                        "/test.txt",
                        NOTHING,
                        "host;range;x-amz-content-sha256;x-amz-date",
                        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
                    .with("Range", "bytes=0-9"));
    assertThat(sender.caller()).isEqualTo(new Caller.KeyHolder(Examples.KEY, SigningService.S3));
    assertThat(sender.payload()).isEqualTo(new PayloadSignature.Digest(NOTHING));
    assertThat(sender.token()).isEqualTo(new SessionToken.None());
  }

  @Test
  void theExampleOfAnUploadIsAcceptedWithItsDateHeader() throws S3Exception {
    String digest = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    Authentication sender =
        authenticator()
            .authenticate(
                signed(
                        "PUT",
                        "/test%24file.text",
                        digest,
                        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
                    .with("Date", "Fri, 24 May 2013 00:00:00 GMT")
                    .with("x-amz-storage-class", "REDUCED_REDUNDANCY"));
    assertThat(sender.payload()).isEqualTo(new PayloadSignature.Digest(digest));
  }

  @Test
  void theExampleOfALifecycleIsAccepted() throws S3Exception {
    authenticator()
        .authenticate(
            signed(
                "GET",
                "/?lifecycle",
                NOTHING,
                "host;x-amz-content-sha256;x-amz-date",
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
  }

  @Test
  void theExampleOfAListIsAccepted() throws S3Exception {
    authenticator()
        .authenticate(
            signed(
                "GET",
                "/?max-keys=2&prefix=J",
                NOTHING,
                "host;x-amz-content-sha256;x-amz-date",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
  }

  @Test
  void theExampleOfAChunkedUploadIsAccepted() throws S3Exception {
    Authentication sender =
        authenticator()
            .authenticate(
                SentHead.of(
                    "PUT",
                    "/examplebucket/chunkObject.txt",
                    "Host",
                    "s3.amazonaws.com",
                    "x-amz-date",
                    "20130524T000000Z",
                    "x-amz-storage-class",
                    "REDUCED_REDUNDANCY",
                    "Authorization",
                    "AWS4-HMAC-SHA256"
                        + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;"
                        + "x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,"
                        + "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
                    "x-amz-content-sha256",
                    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                    "Content-Encoding",
                    "aws-chunked",
                    "x-amz-decoded-content-length",
                    "66560",
                    "Content-Length",
                    "66824"));
    assertThat(sender.payload()).isInstanceOf(PayloadSignature.SignedChunks.class);
  }

  private static SentHead presigned() {
    return SentHead.of(
        "GET",
        "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
        "Host",
        HOST);
  }

  @Test
  void theExampleOfAPresignedUrlIsAcceptedForADay() throws S3Exception {
    Authentication sender =
        Examples.at(Examples.TIME.plus(Duration.ofDays(1))).authenticate(presigned());
    assertThat(sender.payload()).isEqualTo(new PayloadSignature.Unsigned());
    S3Exception expired =
        refused(
            S3ErrorCode.ACCESS_DENIED,
            () ->
                Examples.at(Examples.TIME.plus(Duration.ofDays(1)).plusSeconds(1))
                    .authenticate(presigned()));
    assertThat(expired).hasMessage("Request has expired");
    assertThat(expired.details()).containsEntry("X-Amz-Expires", "86400");
  }
}
