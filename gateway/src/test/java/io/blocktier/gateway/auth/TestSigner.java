package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.gateway.AccessKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what a test says is the canonical form, also where no SDK would send it like that. */
public record TestSigner(AccessKey key, String region, String service, String timestamp) {

  /** Signs as the examples do. */
  public static final TestSigner EXAMPLE =
      new TestSigner(Examples.KEY, Examples.REGION, "s3", "20130524T000000Z");

  /** Returns the scope of the credential. */
  public String scope() {
    return timestamp.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
  }

  /** Signs all headers of a request whose path and query are canonical as they are. */
  public SentHead sign(SentHead head) {
    return sign(head, head.rawPath(), head.rawQuery());
  }

  /** Signs all headers of a request. */
  public SentHead sign(SentHead head, String path, String query) {
    SentHead dated = head.with("x-amz-date", timestamp);
    String names = String.join(";", new TreeSet<>(dated.headerNames()));
    return dated.with("Authorization", authorization(names, signature(dated, path, query, names)));
  }

  /** Returns the text of an Authorization header. */
  public String authorization(String names, String signature) {
    return "AWS4-HMAC-SHA256 Credential="
        + key.id()
        + "/"
        + scope()
        + ", SignedHeaders="
        + names
        + ", Signature="
        + signature;
  }

  private String signature(SentHead head, String path, String query, String names) {
    StringBuilder canonical = new StringBuilder();
    canonical.append(head.method()).append('\n').append(path).append('\n').append(query);
    for (String name : new TreeSet<>(head.headerNames())) {
      canonical.append('\n').append(name).append(':').append(String.join(",", head.headers(name)));
    }
    canonical.append("\n\n").append(names).append('\n');
    canonical.append(head.header("x-amz-content-sha256").orElseThrow());
    return sign(
        "AWS4-HMAC-SHA256\n"
            + timestamp
            + "\n"
            + scope()
            + "\n"
            + sha256(canonical.toString().getBytes(ISO_8859_1)));
  }

  /** Signs a text with the signing key of the day. */
  public String sign(String text) {
    byte[] day = hmac(("AWS4" + key.secret()).getBytes(UTF_8), timestamp.substring(0, 8));
    byte[] signing = hmac(hmac(hmac(day, region), service), "aws4_request");
    return HexFormat.of().formatHex(hmac(signing, text));
  }

  /** Returns a digest in hexadecimal. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
