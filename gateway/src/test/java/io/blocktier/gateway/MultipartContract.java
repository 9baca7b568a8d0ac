package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** How objects are put together from parts, whatever store the gateway serves. */
abstract class MultipartContract extends TaggingContract {

  private static final int PART_BYTES = 5 << 20;

  @Test
  void partsBecomeAnObjectAlsoBehindARestartOfTheGateway() throws IOException {
    byte[] first = random(PART_BYTES);
    byte[] second = random(1000);
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m")).uploadId();
    CompletedPart one = uploadPart(id, 1, first);
    gateway.close();
    gateway = GatewayFixture.over(store, effects);
    s3 = gateway.s3;
    uploadPart(id, 7, random(10));
    CompletedPart seven = uploadPart(id, 7, second);
    assertThat(s3.listParts(b -> b.bucket(BUCKET).key("m").uploadId(id)).parts())
        .extracting(Part::size)
        .containsExactly((long) PART_BYTES, 1000L);
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).hasSize(1);
    String etag = complete(id, one, seven);
    assertThat(etag).endsWith("-2\"");
    assertThat(complete(id, one, seven)).isEqualTo(etag);
    byte[] whole = Arrays.copyOf(first, PART_BYTES + 1000);
    System.arraycopy(second, 0, whole, PART_BYTES, 1000);
    assertThat(get("m")).isEqualTo(whole);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("m").partNumber(2)).contentLength())
        .isEqualTo(1000);
    assertThat(
            s3.getObjectAttributes(
                    b -> b.bucket(BUCKET).key("m").objectAttributes(ObjectAttributes.OBJECT_PARTS))
                .objectParts()
                .totalPartsCount())
        .isEqualTo(2);
    assertThat(blocks(".gateway/uploads/")).hasSize(1);
  }

  @Test
  void partsThatAreWrongMakeNoObject() {
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m")).uploadId();
    CompletedPart one = uploadPart(id, 1, random(100));
    CompletedPart two = uploadPart(id, 2, random(100));
    assertFails(400, "EntityTooSmall", () -> complete(id, one, two));
    assertFails(400, "InvalidPartOrder", () -> complete(id, two, one));
    assertFails(
        400,
        "InvalidPart",
        () -> complete(id, CompletedPart.builder().partNumber(3).eTag("x").build()));
    s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("m").uploadId(id));
    assertFails(404, "NoSuchUpload", () -> complete(id, one));
    assertFails(404, "NoSuchKey", () -> get("m"));
  }

  @Test
  void aChecksumOfChecksumsNeedsThatOfEachPart() {
    CreateMultipartUploadResponse begun =
        s3.createMultipartUpload(
            b -> b.bucket(BUCKET).key("m").checksumAlgorithm(ChecksumAlgorithm.SHA256));
    String id = begun.uploadId();
    UploadPartResponse part =
        s3.uploadPart(
            b ->
                b.bucket(BUCKET)
                    .key("m")
                    .uploadId(id)
                    .partNumber(1)
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
            body(random(100)));
    assertThat(s3.listParts(b -> b.bucket(BUCKET).key("m").uploadId(id)).checksumType())
        .isEqualTo(ChecksumType.COMPOSITE);
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads())
        .singleElement()
        .returns(ChecksumType.COMPOSITE, MultipartUpload::checksumType);
    CompletedPart bare = CompletedPart.builder().partNumber(1).eTag(part.eTag()).build();
    assertFails(400, "InvalidRequest", () -> complete(id, bare));
    assertFails(400, "InvalidPart", () -> complete(id, bare.copy(b -> b.checksumSHA256("x"))));
    complete(id, bare.copy(b -> b.checksumSHA256(part.checksumSHA256())));
  }

  @Test
  void partsAreCopiedFromObjects() {
    byte[] bytes = random(PART_BYTES + 100);
    s3.putObject(b -> b.bucket(BUCKET).key("source"), body(bytes));
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (String range :
        List.of("bytes=0-" + (PART_BYTES - 1), "bytes=" + PART_BYTES + "-" + (PART_BYTES + 99))) {
      int number = parts.size() + 1;
      String etag =
          s3.uploadPartCopy(b ->
                  b.sourceBucket(BUCKET)
                      .sourceKey("source")
                      .destinationBucket(BUCKET)
                      .destinationKey("m")
                      .uploadId(id)
                      .partNumber(number)
                      .copySourceRange(range))
              .copyPartResult()
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    complete(id, parts.toArray(CompletedPart[]::new));
    assertThat(get("m")).isEqualTo(bytes);
  }

  private CompletedPart uploadPart(String id, int number, byte[] bytes) {
    String etag =
        s3.uploadPart(b -> b.bucket(BUCKET).key("m").uploadId(id).partNumber(number), body(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private String complete(String id, CompletedPart... parts) {
    return s3.completeMultipartUpload(
            b -> b.bucket(BUCKET).key("m").uploadId(id).multipartUpload(u -> u.parts(parts)))
        .eTag();
  }
}
