package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forms of browsers that are refused. */
class FormRefusalTest extends OverForms {

  @Test
  void whatThePolicyDoesNotAllowIsRefused() {
    Map<String, String> other = allowed("elsewhere/k");
    String policy = policy(later(), "{\"bucket\":\"photos\"},[\"starts-with\",\"$key\",\"up/\"]");
    assertRefused(post(signed(other, policy), "f", "v"), 403, "AccessDenied");
    Map<String, String> more = allowed("up/k");
    more.put("x-amz-meta-extra", "x");
    HttpResponse<String> extra = post(signed(more, policy(later(), conditions("up/"))), "f", "v");
    assertRefused(extra, 403, "AccessDenied");
    assertThat(extra.body()).contains("Extra input fields: x-amz-meta-extra");
    Map<String, String> ignored = allowed("up/k");
    ignored.put("x-ignore-this", "x");
    assertThat(post(signed(ignored, policy(later(), conditions("up/"))), "f", "v").statusCode())
        .isEqualTo(204);
    Map<String, String> missing = allowed("up/missing");
    String asks = conditions("up/") + ",[\"starts-with\",\"$x-amz-meta-a\",\"\"]";
    assertRefused(post(signed(missing, policy(later(), asks)), "f", "v"), 403, "AccessDenied");
    assertThat(isKept(missing)).isFalse();
  }

  @Test
  void aPolicyThatExpiredIsRefused() {
    String policy = policy(Instant.now().minusSeconds(60).toString(), conditions(""));
    HttpResponse<String> answer = post(signed(allowed("k"), policy), "f", "v");
    assertRefused(answer, 403, "AccessDenied");
    assertThat(answer.body()).contains("Policy expired");
  }

  @Test
  void aPolicyThatIsNoneIsRefused() {
    for (String policy :
        new String[] {
          "{}",
          "[]",
          "{\"expiration\":\"" + later() + "\"}",
          "{\"conditions\":[]}",
          "{\"EXPIRATION\":\"" + later() + "\",\"conditions\":[]}",
          policy("2026-01-02 10:00", ""),
          policy(later(), "{}"),
          policy(later(), "{\"a\":\"b\",\"c\":\"d\"}"),
          policy(later(), "[\"content-length-range\",0]"),
          policy(later(), "[\"content-length-range\",-1,0]"),
          policy(later(), "[\"matches\",\"$key\",\"k\"]"),
          policy(later(), "[\"eq\",\"key\",\"k\"]"),
          policy(later(), "{\"key\":\"k\"}") + "x",
          "{\"expiration\":\"" + later() + "\",\"conditions\":[}"
        }) {
      assertRefused(post(signed(allowed("k"), policy), "f", "v"), 400, "InvalidPolicyDocument");
    }
  }

  @Test
  void theFileIsAsLongAsThePolicySays() {
    String one = conditions("") + ",[\"content-length-range\",2,3]";
    assertRefused(
        post(signed(allowed("k"), policy(later(), one)), "f", "1"), 400, "EntityTooSmall");
    assertRefused(
        post(signed(allowed("k"), policy(later(), one)), "f", "1234"), 400, "EntityTooLarge");
    assertThat(isKept(allowed("k"))).isFalse();
    assertThat(post(signed(allowed("k"), policy(later(), one)), "f", "123").statusCode())
        .isEqualTo(204);
  }

  @Test
  void whoSignsIsKnownAndHasTheRight() {
    Map<String, String> forged = signed(allowed("k"));
    forged.put("x-amz-signature", "0".repeat(64));
    assertRefused(post(forged, "f", "v"), 403, "SignatureDoesNotMatch");
    Map<String, String> unknown = allowed("k");
    unknown.put("x-amz-credential", "AKIDNOBODY/" + SCOPE);
    assertRefused(post(signed(unknown), "f", "v"), 403, "InvalidAccessKeyId");
    Map<String, String> without = signed(allowed("k"));
    without.remove("x-amz-signature");
    assertRefused(post(without, "f", "v"), 400, "InvalidArgument");
    Map<String, String> halfFormer = signedFormerly(allowed("k"));
    halfFormer.remove("signature");
    assertRefused(post(halfFormer, "f", "v"), 400, "InvalidArgument");
    Map<String, String> noPolicy = signed(allowed("k"));
    noPolicy.remove("policy");
    assertRefused(post(noPolicy, "f", "v"), 400, "InvalidArgument");
    assertRefused(post(Map.of("key", "k"), "f", "v"), 403, "AccessDenied");
    assertThat(isKept(allowed("k"))).isFalse();
  }

  @Test
  void whatIsNoFormIsRefused() {
    assertThat(send("POST", "/photos", "x").statusCode()).isEqualTo(412);
    assertRefused(send("--boundary\r\n"), 400, "MalformedPOSTRequest");
    assertRefused(send("nothing of the kind"), 400, "MalformedPOSTRequest");
    assertRefused(send(part("key", "k") + "--boundary--\r\n"), 400, "InvalidArgument");
    String cut = body(signed(allowed("k")), "f", "v");
    assertRefused(send(cut.substring(0, cut.length() - 6)), 400, "MalformedPOSTRequest");
    Map<String, String> keyless = allowed("k");
    keyless.remove("key");
    assertRefused(post(signed(keyless), "f", "v"), 400, "InvalidArgument");
    assertThat(isKept(allowed("k"))).isFalse();
  }

  @Test
  void fieldsAreNotLargerThanTheyMayBe() {
    Map<String, String> large = allowed("k");
    large.put("x-ignore-large", "x".repeat(21 << 10));
    assertRefused(post(signed(large), "f", "v"), 400, "MaxPostPreDataLengthExceeded");
    String many = part("", "").repeat(2_000);
    assertRefused(send(many), 400, "MaxPostPreDataLengthExceeded");
  }

  @Test
  void aFieldDoesNotBecomeTwoHeadersOfAnAnswer() {
    Map<String, String> split = allowed("k");
    split.put("x-amz-meta-a", "b\r\nSet-Cookie: c");
    assertRefused(post(signed(split), "f", "v"), 400, "InvalidArgument");
    assertThat(isKept(allowed("k"))).isFalse();
  }
}
