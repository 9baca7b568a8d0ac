package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What a copy is told to be, and what of keys of customers. */
class CopyConformanceTest extends OverHttp {

  private static final String BUCKET = "photos";

  /** Of the text 123456789, as the catalogue of CRCs and FIPS 180 have it. */
  private static final String CRC32C = "4waSgw==";

  private static final String SHA256 = "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=";

  private S3Client s3;

  @BeforeEach
  void putSource() {
    s3 = gateway.s3;
    s3.putObject(
        b -> b.bucket(BUCKET).key("source").checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
        RequestBody.fromString("123456789"));
  }

  @Test
  void aCopyHasTheChecksumThatWasAskedFor() {
    CopyObjectResult copied = copy(ChecksumAlgorithm.SHA256);
    assertThat(copied.checksumSHA256()).isEqualTo(SHA256);
    assertThat(copied.checksumCRC32C()).isNull();
    HeadObjectResponse head = head();
    assertThat(head.checksumSHA256()).isEqualTo(SHA256);
    assertThat(head.checksumCRC32C()).isNull();
    assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
  }

  @Test
  void aCopyKeepsTheChecksumOfItsSource() {
    assertThat(copy(null).checksumCRC32C()).isEqualTo(CRC32C);
    assertThat(copy(ChecksumAlgorithm.CRC32_C).checksumCRC32C()).isEqualTo(CRC32C);
    assertThat(head().checksumCRC32C()).isEqualTo(CRC32C);
  }

  @Test
  void aChecksumThatNobodyKeepsIsRefused() {
    HttpResponse<String> answer =
        sendWith(
            "PUT",
            "/photos/copy",
            "x-amz-copy-source",
            "/photos/source",
            "x-amz-checksum-algorithm",
            "CRC7");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidRequest</Code>");
    assertThat(send("HEAD", "/photos/copy", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aPartThatIsCopiedHasTheChecksumOfItsUpload() {
    String id =
        s3.createMultipartUpload(
                b -> b.bucket(BUCKET).key("copy").checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    CopyPartResult part =
        s3.uploadPartCopy(b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("source")
                    .destinationBucket(BUCKET)
                    .destinationKey("copy")
                    .uploadId(id)
                    .partNumber(1)
                    .copySourceRange("bytes=0-8"))
            .copyPartResult();
    assertThat(part.checksumSHA256()).isEqualTo(SHA256);
    assertThat(s3.listParts(b -> b.bucket(BUCKET).key("copy").uploadId(id)).parts())
        .singleElement()
        .satisfies(listed -> assertThat(listed.checksumSHA256()).isEqualTo(SHA256));
    CompletedPart completed =
        CompletedPart.builder()
            .partNumber(1)
            .eTag(part.eTag())
            .checksumSHA256(part.checksumSHA256())
            .build();
    s3.completeMultipartUpload(
        b -> b.bucket(BUCKET).key("copy").uploadId(id).multipartUpload(m -> m.parts(completed)));
    assertThat(head().checksumSHA256()).endsWith("-1");
    copy(ChecksumAlgorithm.SHA256, "copy", "whole");
    assertThat(head("whole").checksumSHA256()).isEqualTo(SHA256);
  }

  @Test
  void aKeyOfACustomerIsRefusedAndNeverPassedOver() {
    String[] key = {"x-amz-server-side-encryption-customer-algorithm", "AES256"};
    assertThat(sendWith("PUT", "/photos/k", key).body()).contains("<Code>NotImplemented</Code>");
    for (String target : new String[] {"source", "source?attributes"}) {
      HttpResponse<String> answer = sendWith("GET", "/photos/" + target, key);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("<Code>InvalidRequest</Code>");
    }
    HttpResponse<String> copy =
        sendWith(
            "PUT",
            "/photos/copy",
            "x-amz-copy-source",
            "/photos/source",
            "x-amz-copy-source-server-side-encryption-customer-algorithm",
            "AES256");
    assertThat(copy.statusCode()).isEqualTo(400);
    assertThat(copy.body()).contains("<Code>InvalidRequest</Code>");
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m")).uploadId();
    assertThat(sendWith("PUT", "/photos/m?partNumber=1&uploadId=" + id, key).body())
        .contains("<Code>InvalidRequest</Code>");
  }

  private CopyObjectResult copy(ChecksumAlgorithm algorithm) {
    return copy(algorithm, "source", "copy");
  }

  private CopyObjectResult copy(ChecksumAlgorithm algorithm, String from, String to) {
    return s3.copyObject(b ->
            b.sourceBucket(BUCKET)
                .sourceKey(from)
                .destinationBucket(BUCKET)
                .destinationKey(to)
                .checksumAlgorithm(algorithm))
        .copyObjectResult();
  }

  private HeadObjectResponse head() {
    return head("copy");
  }

  private HeadObjectResponse head(String key) {
    return s3.headObject(b -> b.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
  }
}
