package io.blocktier.gateway.figures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs heads of requests by Signature Version 4, with as little work as a client can have with it:
 * the key of the day is made once, and payloads are not signed. Not thread-safe.
 */
final class Signature {

  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String REGION = "us-east-1";
  private static final Keys NOBODY = new Keys("s3", "nobody", "nothing", "");

  private final Optional<Keys> keys;
  private final String host;
  private final String timestamp;
  private final String scope;
  private final Mac mac;
  private final MessageDigest sha256;

  /**
   * Who signs.
   *
   * @param token of a session, or empty
   */
  record Keys(String service, String id, String secret, String token) {}

  /** Signs for a server, or nothing where there are no keys. */
  Signature(URI server, Optional<Keys> keys) throws GeneralSecurityException {
    this.keys = keys;
    Keys by = keys.orElse(NOBODY);
    this.host = server.getAuthority();
    this.timestamp =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    String day = timestamp.substring(0, 8);
    this.scope = day + "/" + REGION + "/" + by.service() + "/aws4_request";
    byte[] key = ("AWS4" + by.secret()).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key).doFinal(part.getBytes(UTF_8));
    }
    this.mac = hmac(key);
    this.sha256 = MessageDigest.getInstance("SHA-256");
  }

  private static Mac hmac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac;
  }

  /** Returns a request, head and body, whose path and query are canonical as they are. */
  byte[] request(
      String method, String path, String query, byte[] body, Map<String, String> headers) {
    StringBuilder head = new StringBuilder(1024);
    head.append(method).append(' ').append(path).append(query.isEmpty() ? "" : "?" + query);
    head.append(" HTTP/1.1\r\n");
    head.append("content-length: ").append(body.length).append("\r\n");
    if (keys.isPresent()) {
      appendSigned(head, keys.get(), String.join("\n", method, path, query), headers);
    } else {
      head.append("host: ").append(host).append("\r\n");
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(ISO_8859_1);
    byte[] request = Arrays.copyOf(bytes, bytes.length + body.length);
    System.arraycopy(body, 0, request, bytes.length, body.length);
    return request;
  }

  private void appendSigned(StringBuilder head, Keys by, String what, Map<String, String> headers) {
    TreeMap<String, String> signed = new TreeMap<>(headers);
    signed.put("host", host);
    signed.put("x-amz-content-sha256", UNSIGNED);
    signed.put("x-amz-date", timestamp);
    if (!by.token().isEmpty()) {
      signed.put("x-amz-s3session-token", by.token());
    }
    StringBuilder lines = new StringBuilder(512);
    signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    String canonical = String.join("\n", what, lines.toString(), names, UNSIGNED);
    String text = String.join("\n", "AWS4-HMAC-SHA256", timestamp, scope, hex(sha256, canonical));
    String signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    head.append(lines.toString().replace("\n", "\r\n"));
    head.append("authorization: AWS4-HMAC-SHA256 Credential=").append(by.id()).append('/');
    head.append(scope).append(", SignedHeaders=").append(names);
    head.append(", Signature=").append(signature).append("\r\n");
  }

  private static String hex(MessageDigest digest, String text) {
    return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
  }
}
