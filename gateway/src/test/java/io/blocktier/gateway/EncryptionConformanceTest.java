package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** How objects are said to be encrypted, by requests and by their buckets. */
class EncryptionConformanceTest extends OverForms {

  private static final String BUCKET = "photos";
  private static final String NOT_FOUND = "ServerSideEncryptionConfigurationNotFoundError";
  private static final String HEADER = "x-amz-server-side-encryption";
  private static final RequestBody BODY = RequestBody.fromString("v");

  @Override
  GatewayOptions options() {
    return super.options().withAnonymous(Right.READ_WRITE);
  }

  private void setDefault(ServerSideEncryption algorithm, String key) {
    ServerSideEncryptionRule rule =
        ServerSideEncryptionRule.builder()
            .applyServerSideEncryptionByDefault(
                apply -> apply.sseAlgorithm(algorithm).kmsMasterKeyID(key))
            .bucketKeyEnabled(key != null)
            .build();
    gateway.s3.putBucketEncryption(
        b -> b.bucket(BUCKET).serverSideEncryptionConfiguration(all -> all.rules(rule)));
  }

  @Test
  void nothingIsSaidWhereNobodySaidAnything() {
    assertRefused(send("GET", "/photos?encryption", ""), 404, NOT_FOUND);
    assertThat(send("DELETE", "/photos?encryption", "").statusCode()).isEqualTo(204);
    PutObjectResponse put = gateway.s3.putObject(b -> b.bucket(BUCKET).key("k"), BODY);
    assertThat(put.serverSideEncryption()).isNull();
    assertRefused(send("GET", "/none?encryption", ""), 404, "NoSuchBucket");
  }

  @Test
  void theDefaultIsToldAsItWasSetUntilItIsDeleted() {
    setDefault(ServerSideEncryption.AWS_KMS, "key-1");
    assertThat(
            gateway
                .s3
                .getBucketEncryption(b -> b.bucket(BUCKET))
                .serverSideEncryptionConfiguration()
                .rules())
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.bucketKeyEnabled()).isTrue();
          assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithm())
              .isEqualTo(ServerSideEncryption.AWS_KMS);
          assertThat(rule.applyServerSideEncryptionByDefault().kmsMasterKeyID()).isEqualTo("key-1");
        });
    gateway.s3.putObject(b -> b.bucket(BUCKET).key("before"), BODY);
    gateway.s3.deleteBucketEncryption(b -> b.bucket(BUCKET));
    assertRefused(send("GET", "/photos?encryption", ""), 404, NOT_FOUND);
    assertThat(gateway.s3.putObject(b -> b.bucket(BUCKET).key("k"), BODY).serverSideEncryption())
        .isNull();
    assertThat(gateway.s3.headObject(b -> b.bucket(BUCKET).key("before")).ssekmsKeyId())
        .isEqualTo("key-1");
  }

  @Test
  void theDefaultIsThatOfEveryObjectThatIsMade() {
    S3Client s3 = gateway.s3;
    s3.putObject(b -> b.bucket(BUCKET).key("source"), BODY);
    setDefault(ServerSideEncryption.AWS_KMS, "key-1");
    PutObjectResponse put = s3.putObject(b -> b.bucket(BUCKET).key("put"), BODY);
    assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(put.ssekmsKeyId()).isEqualTo("key-1");
    assertThat(put.bucketKeyEnabled()).isTrue();
    CopyObjectResponse copy =
        s3.copyObject(b ->
            b.sourceBucket(BUCKET)
                .sourceKey("source")
                .destinationBucket(BUCKET)
                .destinationKey("copy"));
    assertThat(copy.ssekmsKeyId()).isEqualTo("key-1");
    HttpResponse<String> form = post(signed(allowed("form")), "f", "v");
    assertThat(header(form, HEADER)).isEqualTo("aws:kms");
    CreateMultipartUploadResponse begun =
        s3.createMultipartUpload(b -> b.bucket(BUCKET).key("parts"));
    assertThat(begun.ssekmsKeyId()).isEqualTo("key-1");
    UploadPartResponse part =
        s3.uploadPart(
            b -> b.bucket(BUCKET).key("parts").uploadId(begun.uploadId()).partNumber(1), BODY);
    assertThat(part.ssekmsKeyId()).isEqualTo("key-1");
    CompletedPart done = CompletedPart.builder().partNumber(1).eTag(part.eTag()).build();
    assertThat(
            s3.completeMultipartUpload(b ->
                    b.bucket(BUCKET)
                        .key("parts")
                        .uploadId(begun.uploadId())
                        .multipartUpload(all -> all.parts(done)))
                .ssekmsKeyId())
        .isEqualTo("key-1");
    for (String key : new String[] {"put", "copy", "form", "parts"}) {
      HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key(key));
      assertThat(head.serverSideEncryption()).as(key).isEqualTo(ServerSideEncryption.AWS_KMS);
      assertThat(head.ssekmsKeyId()).as(key).isEqualTo("key-1");
      GetObjectResponse got = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).response();
      assertThat(got.ssekmsKeyId()).as(key).isEqualTo("key-1");
    }
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("source")).serverSideEncryption()).isNull();
  }

  @Test
  void aBucketKeyIsOfTheBucketWhereTheRequestLeavesItOpen() {
    S3Client s3 = gateway.s3;
    setDefault(ServerSideEncryption.AWS_KMS, "key-1");
    PutObjectResponse without =
        s3.putObject(b -> b.bucket(BUCKET).key("without").bucketKeyEnabled(false), BODY);
    assertThat(without.ssekmsKeyId()).isEqualTo("key-1");
    assertThat(without.bucketKeyEnabled()).isNotEqualTo(true);
    PutObjectResponse own =
        s3.putObject(
            b ->
                b.bucket(BUCKET)
                    .key("own")
                    .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId("key-2"),
            BODY);
    assertThat(own.ssekmsKeyId()).isEqualTo("key-2");
    assertThat(own.bucketKeyEnabled()).isTrue();
    setDefault(ServerSideEncryption.AES256, null);
    PutObjectResponse plain =
        s3.putObject(b -> b.bucket(BUCKET).key("plain").bucketKeyEnabled(true), BODY);
    assertThat(plain.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    assertThat(plain.bucketKeyEnabled()).isNotEqualTo(true);
  }

  @Test
  void whatARequestSaysIsStrongerThanTheDefault() {
    setDefault(ServerSideEncryption.AWS_KMS, "key-1");
    PutObjectResponse put =
        gateway.s3.putObject(
            b -> b.bucket(BUCKET).key("k").serverSideEncryption(ServerSideEncryption.AES256), BODY);
    assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    assertThat(put.ssekmsKeyId()).isNull();
    assertThat(gateway.s3.headObject(b -> b.bucket(BUCKET).key("k")).ssekmsKeyId()).isNull();
  }

  @Test
  void aBucketThatIsCreatedAnewHasNoDefaultOfTheOneBefore() {
    setDefault(ServerSideEncryption.AES256, null);
    gateway.s3.deleteBucket(b -> b.bucket(BUCKET));
    gateway.s3.createBucket(b -> b.bucket(BUCKET));
    assertThat(gateway.s3.putObject(b -> b.bucket(BUCKET).key("k"), BODY).serverSideEncryption())
        .isNull();
  }

  @Test
  void customersKeysAreBlockedWhateverIsSaid() {
    String start =
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
            + "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>"
            + "<BlockedEncryptionTypes><EncryptionType>";
    String end =
        "</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>";
    assertThat(send("PUT", "/photos?encryption", start + "SSE-C" + end).statusCode())
        .isEqualTo(200);
    assertThat(
            gateway
                .s3
                .getBucketEncryption(b -> b.bucket(BUCKET))
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst()
                .blockedEncryptionTypes()
                .encryptionType())
        .containsExactly(EncryptionType.SSE_C);
    assertRefused(send("PUT", "/photos?encryption", start + "NONE" + end), 501, "NotImplemented");
  }

  @ParameterizedTest
  @CsvSource({
    "<Rule/>,MalformedXML",
    "'',MalformedXML",
    "<Rule><D><SSEAlgorithm>AES257</SSEAlgorithm></D></Rule>,MalformedXML",
    "<Rule><D/></Rule>,MalformedXML",
    "<Rule><D><SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></D></Rule>,"
        + "InvalidArgument",
    "<Rule><D><SSEAlgorithm>AES256</SSEAlgorithm></D><BucketKeyEnabled>maybe</BucketKeyEnabled>"
        + "</Rule>,MalformedXML",
    "<Rule><D><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>a b</KMSMasterKeyID></D></Rule>,"
        + "InvalidArgument"
  })
  void aSettingThatMeansNothingIsRefused(String rules, String code) {
    String document =
        "<ServerSideEncryptionConfiguration>"
            + rules
                .replace("<D>", "<ApplyServerSideEncryptionByDefault>")
                .replace("</D>", "</ApplyServerSideEncryptionByDefault>")
                .replace("<D/>", "<ApplyServerSideEncryptionByDefault/>")
            + "</ServerSideEncryptionConfiguration>";
    assertRefused(send("PUT", "/photos?encryption", document), 400, code);
    assertRefused(send("GET", "/photos?encryption", ""), 404, NOT_FOUND);
  }

  @Test
  void aKeyIsNoLongerThanAHeaderOfItCanBe() {
    setDefault(ServerSideEncryption.AWS_KMS, "k".repeat(2048));
    assertThat(gateway.s3.putObject(b -> b.bucket(BUCKET).key("k"), BODY).ssekmsKeyId())
        .hasSize(2048);
    assertThatThrownBy(() -> setDefault(ServerSideEncryption.AWS_KMS, "k".repeat(2049)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument"));
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-server-side-encryption=aes:kms",
    "x-amz-server-side-encryption-aws-kms-key-id=key-1",
    "x-amz-server-side-encryption-context=e30=",
    "x-amz-server-side-encryption=AES256&x-amz-server-side-encryption-aws-kms-key-id=key-1",
    "x-amz-server-side-encryption=AES256&x-amz-server-side-encryption-customer-algorithm=AES256",
    "x-amz-server-side-encryption=aws:kms&x-amz-server-side-encryption-customer-algorithm=AES256",
  })
  void aRequestThatContradictsItselfIsRefused(String headers) {
    String[] lines =
        Arrays.stream(headers.split("&", -1))
            .flatMap(header -> Arrays.stream(header.split("=", 2)))
            .toArray(String[]::new);
    assertRefused(sendWith("PUT", "/photos/k", lines), 400, "InvalidArgument");
    assertThat(send("HEAD", "/photos/k", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aReadHasNothingToSayOfEncryption() {
    send("PUT", "/photos/k", "v");
    assertRefused(sendWith("GET", "/photos/k", HEADER, "aws:kms"), 400, "InvalidArgument");
    assertThat(sendWith("HEAD", "/photos/k", HEADER, "AES256").statusCode()).isEqualTo(400);
  }

  @Test
  void theSettingIsOfBuckets() {
    assertThat(send("PUT", "/photos/k?encryption", "<X/>").statusCode()).isEqualTo(501);
    assertThat(send("POST", "/photos?encryption", "").statusCode()).isEqualTo(405);
    assertThat(send("GET", "/?encryption", "").statusCode()).isEqualTo(501);
  }

  @Test
  void aFormSaysItInItsFields() {
    Map<String, String> fields = allowed("k");
    fields.put(HEADER, "AES256");
    assertThat(header(post(signed(fields), "f", "v"), HEADER)).isEqualTo("AES256");
    assertThat(gateway.s3.headObject(b -> b.bucket(BUCKET).key("k")).serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AES256);
  }
}
