package io.blocktier.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Forms of browsers that become objects. */
class FormUploadTest extends OverForms {

  @Test
  void aSignedFormIsAnObject() {
    Map<String, String> fields = allowed("holiday/a.jpg");
    fields.put("Content-Type", "image/jpeg");
    fields.put("x-amz-meta-place", "Graz");
    HttpResponse<String> answer = post(signed(fields), "a.jpg", "bytes");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "Location")).isEqualTo("/photos/holiday/a.jpg");
    HeadObjectResponse object = gateway.s3.headObject(b -> b.bucket("photos").key("holiday/a.jpg"));
    assertThat(header(answer, "ETag")).isEqualTo(object.eTag());
    assertThat(object.contentType()).isEqualTo("image/jpeg");
    assertThat(object.metadata()).isEqualTo(Map.of("place", "Graz"));
    assertThat(content("holiday/a.jpg")).isEqualTo("bytes");
  }

  @Test
  void aFormThatIsSignedTheFormerWayIsAnObject() {
    assertThat(post(signedFormerly(allowed("k")), "f", "v").statusCode()).isEqualTo(204);
    assertThat(content("k")).isEqualTo("v");
    Map<String, String> forged = signedFormerly(allowed("forged"));
    forged.put("signature", Base64.getEncoder().encodeToString(new byte[20]));
    assertRefused(post(forged, "f", "v"), 403, "SignatureDoesNotMatch");
  }

  @Test
  void namesOfFieldsHaveNoCase() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("KEY", "k");
    fields.put("CONTENT-type", "text/plain");
    String policy =
        policy(
            later(),
            "{\"BUCKET\":\"photos\"},[\"StArTs-WiTh\",\"$kEy\",\"k\"],"
                + "[\"starts-with\",\"$Content-TYPE\",\"text/\"],[\"eq\",\"$X-AMZ-Algorithm\","
                + "\"AWS4-HMAC-SHA256\"],[\"starts-with\",\"$x-amz-credential\",\"\"],"
                + "[\"starts-with\",\"$x-amz-date\",\"\"]");
    assertThat(post(signed(fields, policy), "f", "v").statusCode()).isEqualTo(204);
    assertThat(gateway.s3.headObject(b -> b.bucket("photos").key("k")).contentType())
        .isEqualTo("text/plain");
  }

  @Test
  void theKeyMayHaveTheNameOfTheFileWithoutItsDirectories() {
    Map<String, String> fields = allowed("up/${filename}");
    assertThat(post(signed(fields), "C:\\pictures\\a b.jpg", "v").statusCode()).isEqualTo(204);
    assertThat(content("up/a b.jpg")).isEqualTo("v");
  }

  @Test
  void aLargeFileStreamsThrough() {
    byte[] bytes = new byte[(20 << 20) + 17];
    new Random(7).nextBytes(bytes);
    String large = new String(bytes, ISO_8859_1);
    assertThat(post(signed(allowed("large")), "f", large).statusCode()).isEqualTo(204);
    byte[] kept =
        gateway.s3.getObjectAsBytes(b -> b.bucket("photos").key("large")).asByteArrayUnsafe();
    assertThat(kept).isEqualTo(bytes);
    assertThat(gateway.gateway.status().bodyBytes()).isZero();
  }

  @Test
  void aFileMayHoldWhatLooksLikeTheEndOfThePart() {
    String tricky = "\r\n--\r\n--bound\r\n--boundarX\r\r\n--boundar";
    assertThat(post(signed(allowed("k")), "f", tricky).statusCode()).isEqualTo(204);
    assertThat(content("k")).isEqualTo(tricky);
    assertThat(post(signed(allowed("empty")), "f", "").statusCode()).isEqualTo(204);
    assertThat(content("empty")).isEmpty();
  }

  @Test
  void fieldsBehindTheFileSayNothing() {
    String body = body(signed(allowed("k")), "f", "v");
    String more = part("acl", "public-read-write");
    String tail = "\r\n--boundary--\r\n";
    String last = body.substring(0, body.length() - tail.length()) + "\r\n" + more + "--boundary--";
    assertThat(send(last).statusCode()).isEqualTo(204);
    assertThat(content("k")).isEqualTo("v");
  }

  @Test
  void successIsToldAsTheFormAsks() {
    assertThat(post(asking("success_action_status", "200"), "f", "v").statusCode()).isEqualTo(200);
    assertThat(post(asking("success_action_status", "404"), "f", "v").statusCode()).isEqualTo(204);
    HttpResponse<String> created = post(asking("success_action_status", "201"), "f", "v");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body())
        .contains("<PostResponse>", "<Bucket>photos</Bucket>", "<Key>k</Key>")
        .contains("<ETag>\"9e3669d19b675bd57058fd4664205d2a\"</ETag>");
    String there = "http://example.com/done?a=b";
    HttpResponse<String> elsewhere = post(asking("success_action_redirect", there), "f", "v");
    assertThat(elsewhere.statusCode()).isEqualTo(303);
    assertThat(header(elsewhere, "Location"))
        .isEqualTo(there + "&bucket=photos&key=k&etag=%229e3669d19b675bd57058fd4664205d2a%22");
    assertThat(post(asking("success_action_redirect", "javascript:x"), "f", "v").statusCode())
        .isEqualTo(204);
  }

  @Test
  void tagsComeAsADocument() {
    Map<String, String> fields = allowed("k");
    fields.put(
        "tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b c</Value></Tag></TagSet></Tagging>");
    assertThat(post(signed(fields), "f", "v").statusCode()).isEqualTo(204);
    assertThat(gateway.s3.getObjectTagging(b -> b.bucket("photos").key("k")).tagSet())
        .singleElement()
        .satisfies(tag -> assertThat(tag.key() + "=" + tag.value()).isEqualTo("a=b c"));
  }

  @Test
  void aChecksumInAFieldIsVerified() {
    Map<String, String> wrong = allowed("k");
    wrong.put("x-amz-checksum-crc32", "AAAAAA==");
    assertRefused(post(signed(wrong), "f", "v"), 400, "BadDigest");
    Map<String, String> right = allowed("k");
    right.put("x-amz-checksum-crc32", "a2Q7hA==");
    HttpResponse<String> answer = post(signed(right), "f", "v");
    assertThat(header(answer, "x-amz-checksum-crc32")).as(answer.body()).isEqualTo("a2Q7hA==");
  }
}
