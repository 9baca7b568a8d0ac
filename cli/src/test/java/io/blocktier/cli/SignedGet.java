package io.blocktier.cli;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A GET that is signed as S3 wants it, of a path and a query that need no escapes. */
final class SignedGet {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String PAYLOAD = "UNSIGNED-PAYLOAD";
  private static final String HEADERS = "host;x-amz-content-sha256;x-amz-date";

  private SignedGet() {}

  static HttpRequest of(URI uri, String region, String id, String secret)
      throws GeneralSecurityException {
    String time = TIME.format(Instant.now());
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/s3/aws4_request";
    String canonical =
        String.join(
            "\n",
            "GET",
            uri.getPath(),
            uri.getQuery() + "=",
            "host:" + uri.getAuthority(),
            "x-amz-content-sha256:" + PAYLOAD,
            "x-amz-date:" + time,
            "",
            HEADERS,
            PAYLOAD);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(canonical));
    String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(digest);
    byte[] key = bytes("AWS4" + secret);
    for (String step : new String[] {day, region, "s3", "aws4_request", text}) {
      key = hmac(key, step);
    }
    String claim = "Credential=" + id + "/" + scope + ", SignedHeaders=" + HEADERS;
    return HttpRequest.newBuilder(uri)
        .header("x-amz-date", time)
        .header("x-amz-content-sha256", PAYLOAD)
        .header("Authorization", "AWS4-HMAC-SHA256 " + claim + ", Signature=" + hex(key))
        .build();
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
