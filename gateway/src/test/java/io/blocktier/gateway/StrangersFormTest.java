package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;

/** Forms that nobody signed. */
class StrangersFormTest extends OverForms {

  @Override
  GatewayOptions options() {
    return GatewayFixture.options().withAccessLists();
  }

  @Test
  void aFormThatNobodySignedIsTakenWhereEverybodyMayWrite() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", "k");
    fields.put("acl", "public-read");
    assertRefused(post(fields, "f", "v"), 403, "AccessDenied");
    gateway.s3.putBucketAcl(b -> b.bucket("photos").acl(BucketCannedACL.PUBLIC_READ_WRITE));
    assertThat(post(fields, "f", "v").statusCode()).isEqualTo(204);
    assertThat(send("GET", "/photos/k", "").body()).isEqualTo("v");
    fields.put("acl", "private");
    assertThat(post(fields, "f", "w").statusCode()).isEqualTo(204);
    assertThat(send("GET", "/photos/k", "").statusCode()).isEqualTo(403);
    assertThat(content("k")).isEqualTo("w");
  }

  @Test
  void whoSignsDoesNotGainByIt() {
    Map<String, String> forged = signed(allowed("k"));
    gateway.s3.putBucketAcl(b -> b.bucket("photos").acl(BucketCannedACL.PUBLIC_READ_WRITE));
    forged.put("x-amz-signature", "0".repeat(64));
    assertRefused(post(forged, "f", "v"), 403, "SignatureDoesNotMatch");
  }
}
