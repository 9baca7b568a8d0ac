package io.blocktier.benchmarks.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs heads of requests by Signature Version 4, all with the time at which it was made: servers
 * take them for the next quarter of an hour. Payloads are not signed. Not thread-safe.
 */
public final class Signer {

  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String REGION = "us-east-1";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Optional<Keys> keys;
  private final String host;
  private final String timestamp;
  private final String scope;
  private final Mac mac;
  private final MessageDigest sha256;

  /**
   * Prepares one.
   *
   * @param server who is asked
   * @param keys who asks; empty where nothing is signed
   */
  public Signer(URI server, Optional<Keys> keys) {
    this.keys = keys;
    this.host = server.getAuthority();
    this.timestamp = TIMESTAMP.format(Instant.now());
    String service = keys.map(Keys::service).orElse("s3");
    this.scope = timestamp.substring(0, 8) + "/" + REGION + "/" + service + "/aws4_request";
    try {
      this.mac = ofDay(keys.map(Keys::secret).orElse(""), scope);
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256 and SHA-256", e);
    }
  }

  private static Mac ofDay(String secret, String scope) throws GeneralSecurityException {
    Mac mac = hmac(("AWS4" + secret).getBytes(UTF_8));
    for (String part : List.of(scope.split("/", -1))) {
      mac = hmac(mac.doFinal(part.getBytes(UTF_8)));
    }
    return mac;
  }

  private static Mac hmac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac;
  }

  /**
   * Returns the head of a request.
   *
   * @param method such as {@code GET}
   * @param path as it is encoded
   * @param query as it is encoded and sorted, or empty
   * @param length of the body
   * @return the head with the line that ends it
   */
  public byte[] head(String method, String path, String query, long length) {
    return head(method, path, query, length, Map.of());
  }

  /**
   * Returns the head of a request.
   *
   * @param method such as {@code POST}
   * @param path as it is encoded
   * @param query as it is encoded and sorted, or empty
   * @param length of the body
   * @param headers that are signed, too, by their names in small letters
   * @return the head with the line that ends it
   */
  public byte[] head(
      String method, String path, String query, long length, Map<String, String> headers) {
    StringBuilder head = new StringBuilder(1024);
    head.append(method).append(' ').append(path).append(query.isEmpty() ? "" : "?" + query);
    head.append(" HTTP/1.1\r\ncontent-length: ").append(length).append("\r\n");
    if (keys.isPresent()) {
      sign(head, keys.get(), String.join("\n", method, path, query), headers);
    } else {
      head.append("host: ").append(host).append("\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    }
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  private void sign(StringBuilder head, Keys by, String what, Map<String, String> headers) {
    TreeMap<String, String> signed = new TreeMap<>(headers);
    signed.put("host", host);
    signed.put("x-amz-content-sha256", UNSIGNED);
    signed.put("x-amz-date", timestamp);
    by.session().ifPresent(token -> signed.put("x-amz-s3session-token", token));
    StringBuilder lines = new StringBuilder(512);
    signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    String canonical = String.join("\n", what, lines.toString(), names, UNSIGNED);
    String hash = HexFormat.of().formatHex(sha256.digest(canonical.getBytes(UTF_8)));
    String text = String.join("\n", "AWS4-HMAC-SHA256", timestamp, scope, hash);
    String signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    head.append(lines.toString().replace("\n", "\r\n"));
    head.append("authorization: AWS4-HMAC-SHA256 Credential=").append(by.id()).append('/');
    head.append(scope).append(", SignedHeaders=").append(names);
    head.append(", Signature=").append(signature).append("\r\n");
  }
}
