package io.blocktier.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;

/** Sends forms as browsers do. */
abstract class OverForms extends OverHttp {

  static final String SCOPE = "20260102/us-east-1/s3/aws4_request";

  @Override
  GatewayOptions options() {
    return GatewayFixture.options();
  }

  @Override
  @BeforeEach
  void start() throws IOException {
    super.start();
    gateway.s3.createBucket(b -> b.bucket("photos"));
  }

  static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  boolean isKept(Map<String, String> fields) {
    return gateway.s3.listObjectsV2(b -> b.bucket("photos")).contents().stream()
        .anyMatch(object -> object.key().equals(fields.get("key")));
  }

  String content(String key) {
    return gateway.s3.getObjectAsBytes(b -> b.bucket("photos").key(key)).asUtf8String();
  }

  Map<String, String> asking(String name, String value) {
    Map<String, String> fields = allowed("k");
    fields.put(name, value);
    return signed(fields);
  }

  HttpResponse<String> post(Map<String, String> fields, String fileName, String file) {
    return send(body(fields, fileName, file));
  }

  HttpResponse<String> send(String body) {
    return send(
        HttpRequest.newBuilder(gateway.uri("/photos"))
            .header("Content-Type", "multipart/form-data; boundary=boundary")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(ISO_8859_1)))
            .timeout(Duration.ofMillis(TIMEOUT_MILLIS))
            .build());
  }

  static String body(Map<String, String> fields, String fileName, String file) {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) -> body.append(part(name, value)));
    body.append("--boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
    body.append(fileName).append("\"\r\nContent-Type: image/png\r\n\r\n").append(file);
    return body.append("\r\n--boundary--\r\n").toString();
  }

  static String part(String name, String value) {
    String head = "--boundary\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    return head + value + "\r\n";
  }

  static Map<String, String> allowed(String key) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
    fields.put("x-amz-credential", GatewayFixture.KEY + "/" + SCOPE);
    fields.put("x-amz-date", "20260102T030405Z");
    return fields;
  }

  static String conditions(String keyPrefix) {
    return "{\"bucket\":\"photos\"},[\"starts-with\",\"$key\",\""
        + keyPrefix
        + "\"],[\"starts-with\",\"$x-amz-algorithm\",\"\"],"
        + "[\"starts-with\",\"$x-amz-credential\",\"\"],[\"starts-with\",\"$x-amz-date\",\"\"]";
  }

  static String policy(String expiration, String conditions) {
    return "{\"expiration\":\"" + expiration + "\",\"conditions\":[" + conditions + "]}";
  }

  static String later() {
    return Instant.now().plusSeconds(600).toString();
  }

  /** Allows just what a form says. */
  static Map<String, String> signed(Map<String, String> fields) {
    return signed(fields, policy(later(), exactly(fields)));
  }

  static String exactly(Map<String, String> fields) {
    StringBuilder conditions = new StringBuilder("{\"bucket\":\"photos\"}");
    fields.forEach((name, value) -> {
      boolean named = value.contains("${filename}");
      String text = named ? "" : value.replace("\\", "\\\\").replace("\"", "\\\"");
      String operator = named ? "starts-with" : "eq";
      conditions.append(",[\"").append(operator).append("\",\"$").append(name).append("\",\"");
      conditions.append(text.replace("\r", "\\r").replace("\n", "\\n")).append("\"]");
    });
    return conditions.toString();
  }

  static Map<String, String> signed(Map<String, String> fields, String policy) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
    all.put("x-amz-credential", GatewayFixture.KEY + "/" + SCOPE);
    all.put("x-amz-date", "20260102T030405Z");
    all.putAll(fields);
    String encoded = Base64.getEncoder().encodeToString(policy.getBytes(UTF_8));
    all.put("policy", encoded);
    byte[] key = ("AWS4" + GatewayFixture.SECRET).getBytes(UTF_8);
    for (String step : SCOPE.split("/", -1)) {
      key = hmac("HmacSHA256", key, step);
    }
    all.put("x-amz-signature", HexFormat.of().formatHex(hmac("HmacSHA256", key, encoded)));
    return all;
  }

  static Map<String, String> signedFormerly(Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("key", fields.getOrDefault("key", ""));
    String policy = policy(later(), exactly(all));
    String encoded = Base64.getEncoder().encodeToString(policy.getBytes(UTF_8));
    all.put("AWSAccessKeyId", GatewayFixture.KEY);
    all.put("policy", encoded);
    byte[] code = hmac("HmacSHA1", GatewayFixture.SECRET.getBytes(UTF_8), encoded);
    all.put("signature", Base64.getEncoder().encodeToString(code));
    return all;
  }

  static byte[] hmac(String algorithm, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
