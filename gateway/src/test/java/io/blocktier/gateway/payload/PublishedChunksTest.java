package io.blocktier.gateway.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.auth.Authentication;
import io.blocktier.gateway.auth.Examples;
import io.blocktier.gateway.auth.SentHead;
import io.blocktier.gateway.error.S3ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The chunked uploads whose signatures AWS publishes. */
class PublishedChunksTest {

  private static final String A_64K = "a".repeat(65536);
  private static final String A_1K = "a".repeat(1024);

  private static Authentication plainSender() throws IOException {
    return Examples.authenticator()
        .authenticate(
            head(
                    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                    "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                        + "x-amz-decoded-content-length;x-amz-storage-class",
                    "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")
                .with("Content-Length", "66824"));
  }

  private static Authentication trailerSender() throws IOException {
    return Examples.authenticator()
        .authenticate(
            head(
                    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                    "content-encoding;host;x-amz-content-sha256;x-amz-date;"
                        + "x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                    "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")
                .with("x-amz-trailer", "x-amz-checksum-crc32c"));
  }

  private static SentHead head(String payload, String signedHeaders, String signature) {
    return SentHead.of(
        "PUT",
        "/examplebucket/chunkObject.txt",
        "Host",
        "s3.amazonaws.com",
        "x-amz-date",
        "20130524T000000Z",
        "x-amz-storage-class",
        "REDUCED_REDUNDANCY",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + "SignedHeaders="
            + signedHeaders
            + ",Signature="
            + signature,
        "x-amz-content-sha256",
        payload,
        "Content-Encoding",
        "aws-chunked",
        "x-amz-decoded-content-length",
        "66560");
  }

  private static final String PLAIN_BODY =
      "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
          + A_64K
          + "\r\n400;chunk-signature="
          + "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
          + A_1K
          + "\r\n0;chunk-signature="
          + "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";

  private static final String TRAILER_BODY =
      "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n"
          + A_64K
          + "\r\n400;chunk-signature="
          + "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n"
          + A_1K
          + "\r\n0;chunk-signature="
          + "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
          + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
          + "x-amz-trailer-signature:"
          + "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";

  private static Payload payload(Authentication sender, String body) throws IOException {
    return Payload.of(
        sender,
        new ByteArrayInputStream(body.getBytes(ISO_8859_1)),
        PayloadRules.ofObject(Long.MAX_VALUE));
  }

  @Test
  void theExampleIsRead() throws IOException {
    Payload payload = payload(plainSender(), PLAIN_BODY);
    assertThat(payload.length()).isEqualTo(66560);
    assertThat(payload.readAllBytes()).asString(ISO_8859_1).isEqualTo(A_64K + A_1K);
  }

  @Test
  void theExampleWithTrailersIsRead() throws IOException {
    Payload payload = payload(trailerSender(), TRAILER_BODY);
    assertThat(payload.readAllBytes()).asString(ISO_8859_1).isEqualTo(A_64K + A_1K);
    assertThat(payload.digests().checksum())
        .contains(new Checksum(ChecksumAlgorithm.CRC32C, "sOO8/Q=="));
  }

  @Test
  void theExampleIsReadWithTheExtraLineEndOfTheDocumentation() throws IOException {
    String documented = TRAILER_BODY.replace("sOO8/Q==\r\n", "sOO8/Q==\n\r\n");
    Payload payload = payload(trailerSender(), documented);
    assertThat(payload.readAllBytes()).hasSize(66560);
  }

  @Test
  void aBitInTheExampleMakesItAnotherUpload() throws IOException {
    String wrong = PLAIN_BODY.replace(A_1K, "b" + A_1K.substring(1));
    Payload payload = payload(plainSender(), wrong);
    Examples.refused(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, payload::readAllBytes);
  }
}
