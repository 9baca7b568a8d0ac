package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** How uploads under way and their parts are listed. */
class UploadListingTest extends OverHttp {

  private static final String BUCKET = "photos";

  private S3Client s3;

  @BeforeEach
  void beginUploads() {
    s3 = gateway.s3;
    for (String key : new String[] {"c/1", "b/2", "a", "b/1", "a", "d", "b+ é"}) {
      begin(key);
    }
  }

  @Test
  void uploadsAreInOrderOfTheirKeysOnPagesOfAnySize() {
    for (int size = 1; size <= 8; size++) {
      assertThat(page(size, "", "")).containsExactly("a", "a", "b+ é", "b/1", "b/2", "c/1", "d");
      assertThat(page(size, "", "/")).containsExactly("a", "a", "b+ é", "b/", "c/", "d");
      assertThat(page(size, "b", "")).containsExactly("b+ é", "b/1", "b/2");
      assertThat(page(size, "b/", "/")).containsExactly("b/1", "b/2");
    }
  }

  @Test
  void theOrderIsThatOfBytes() {
    List<String> keys = List.of("e/", "e/\u00e9", "e/\uff5e", "e/\ud83d\ude00");
    keys.reversed().forEach(this::begin);
    for (int size = 1; size <= 5; size++) {
      assertThat(page(size, "e/", "")).containsExactlyElementsOf(keys);
    }
    assertThat(
            s3.listMultipartUploads(b -> b.bucket(BUCKET).prefix("e/").keyMarker("e/\uff5e"))
                .uploads())
        .extracting(MultipartUpload::key)
        .containsExactly("e/\ud83d\ude00");
  }

  @Test
  void aMarkerIsAKeyOrAnUploadOfIt() {
    List<MultipartUpload> all = s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads();
    String firstOfA = all.getFirst().uploadId();
    assertThat(all.getFirst().initiated()).isBeforeOrEqualTo(all.get(1).initiated());
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET).keyMarker("a")).uploads())
        .extracting(MultipartUpload::key)
        .startsWith("b+ é");
    assertThat(
            s3.listMultipartUploads(b -> b.bucket(BUCKET).keyMarker("a").uploadIdMarker(firstOfA))
                .uploads())
        .extracting(MultipartUpload::uploadId)
        .startsWith(all.get(1).uploadId());
  }

  @Test
  void namesAreEncodedWhereThatIsAskedFor() {
    String xml =
        send(
                "GET",
                "/photos?uploads&encoding-type=url&prefix=b%2B&max-uploads=1&delimiter=%C3%A9",
                "")
            .body();
    assertThat(xml)
        .contains(
            "<EncodingType>url</EncodingType>",
            "<Prefix>b%2B</Prefix>",
            "<Delimiter>%C3%A9</Delimiter>",
            "<CommonPrefixes><Prefix>b%2B%20%C3%A9</Prefix></CommonPrefixes>",
            "<IsTruncated>false</IsTruncated>");
    assertThat(send("GET", "/photos?uploads&encoding-type=x", "").statusCode()).isEqualTo(400);
  }

  @Test
  void noneAskedForIsNoneListed() {
    ListMultipartUploadsResponse none =
        s3.listMultipartUploads(b -> b.bucket(BUCKET).maxUploads(0));
    assertThat(none.uploads()).isEmpty();
    assertThat(none.isTruncated()).isFalse();
    assertThat(send("GET", "/photos?uploads&max-uploads=-1", "").statusCode()).isEqualTo(400);
  }

  @Test
  void partsAreListedInPages() {
    String id = begin("parts");
    for (int number : new int[] {7, 1, 10_000, 3}) {
      s3.uploadPart(
          b -> b.bucket(BUCKET).key("parts").uploadId(id).partNumber(number),
          RequestBody.fromString("v" + number));
    }
    for (int size = 1; size <= 5; size++) {
      int most = size;
      assertThat(
              s3.listPartsPaginator(b -> b.bucket(BUCKET).key("parts").uploadId(id).maxParts(most))
                  .parts())
          .extracting(Part::partNumber)
          .containsExactly(1, 3, 7, 10_000);
    }
  }

  private List<String> page(int size, String prefix, String delimiter) {
    List<String> names = new ArrayList<>();
    s3.listMultipartUploadsPaginator(
            b -> b.bucket(BUCKET).maxUploads(size).prefix(prefix).delimiter(delimiter))
        .forEach(page -> {
          assertThat(page.uploads().size() + page.commonPrefixes().size()).isBetween(1, size);
          page.uploads().forEach(upload -> names.add(upload.key()));
          page.commonPrefixes().forEach(folded -> names.add(folded.prefix()));
        });
    if (!delimiter.isEmpty()) {
      names.sort(null);
    }
    return names;
  }

  private String begin(String key) {
    return s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
  }
}
