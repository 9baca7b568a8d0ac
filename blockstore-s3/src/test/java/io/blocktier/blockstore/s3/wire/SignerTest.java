package io.blocktier.blockstore.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signatures are those of the SDK, byte for byte. */
class SignerTest {

  private static final List<Verb> VERBS = List.of(Verb.values());
  private static final int REQUESTS = 3000;
  private static final String NAMES = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
  private static final String VALUES =
      "abcXYZ019 \t+/=\"';:,!*()~%&?#@äß☃" + new String(Character.toChars(0x1F600));
  private static final URI[] SERVERS = {
    URI.create("https://bucket.s3.eu-west-1.amazonaws.com"),
    URI.create("http://127.0.0.1:9000/bucket"),
    URI.create("http://store.example.com:80/a/b"),
    URI.create("https://store.example.com:443"),
    URI.create("https://store.example.com:8443/bucket"),
    URI.create("http://[::1]:9000/bucket"),
  };

  private final Random random;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  SignerTest() {
    long seed = new Random().nextLong();
    System.out.println("SignerTest seed " + seed); // replays the requests
    this.random = new Random(seed);
  }

  /** A request, and what is known of it. */
  private record Asked(
      URI server, Verb verb, String path, Map<String, String> query, Map<String, String> headers) {}

  @Test
  void signaturesAreThoseOfTheSdk() {
    AwsV4HttpSigner theirs = AwsV4HttpSigner.create();
    String region = "eu-west-1";
    Signer ours = new Signer(region, now::get);
    for (int i = 0; i < REQUESTS; i++) {
      now.updateAndGet(last -> last.plusMillis(random.nextLong(86_400_000L * 40)));
      Asked asked = asked();
      byte @Nullable [] payload = random.nextBoolean() ? null : bytes(random.nextInt(100));
      Signer.Identity identity = identity();
      ObjectRequest request = request(asked);
      ours.sign(request, identity, payload == null ? Signer.UNSIGNED : sha256(payload));
      SdkHttpRequest expected = signed(theirs, asked, identity, payload, region);
      for (String name : new String[] {"Authorization", "X-Amz-Date", "x-amz-content-sha256"}) {
        assertThat(request.header(name.toLowerCase(Locale.ROOT)))
            .as("%s of %s", name, asked)
            .isEqualTo(expected.firstMatchingHeader(name));
      }
      assertThat(request.header("host")).isEqualTo(expected.firstMatchingHeader("Host"));
    }
  }

  @Test
  void signatureOfAnEmptyBodyIsThatOfNoBytes() {
    assertThat(Signer.EMPTY).isEqualTo(sha256(new byte[0]));
  }

  private SdkHttpRequest signed(
      AwsV4HttpSigner signer,
      Asked asked,
      Signer.Identity identity,
      byte @Nullable [] payload,
      String region) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.valueOf(asked.verb().name()))
            .uri(asked.server())
            .encodedPath(asked.path());
    asked.query().forEach(request::putRawQueryParameter);
    asked.headers().forEach(request::putHeader);
    ContentStreamProvider body =
        payload == null ? null : () -> new ByteArrayInputStream(payload.clone());
    return signer
        .sign(signing ->
            signing
                .request(request.build())
                .identity(AwsCredentialsIdentity.create(identity.id(), identity.secret()))
                .payload(body)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, identity.service())
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(now.get(), ZoneOffset.UTC))
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, payload != null))
        .request();
  }

  private static ObjectRequest request(Asked asked) {
    ObjectRequest request =
        new ObjectRequest(asked.verb(), Origin.of(asked.server()), asked.path());
    asked.query().forEach(request::putQueryParameter);
    asked.headers().forEach(request::putHeader);
    return request;
  }

  private Asked asked() {
    URI server = SERVERS[random.nextInt(SERVERS.length)];
    String path = server.getRawPath() + '/' + UrlEncoding.ofPath(text(VALUES, 1, 40).strip());
    Map<String, String> query = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      query.put(text(NAMES, 1, 8), text(VALUES, 0, 12));
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put("User-Agent", "blocktier");
    if (random.nextBoolean()) {
      headers.put("Expect", "100-continue");
    }
    for (int i = random.nextInt(10); i > 0; i--) {
      headers.put("x-amz-meta-" + text(NAMES, 1, 20), text(VALUES, 1, 30));
    }
    return new Asked(server, VERBS.get(random.nextInt(VERBS.size())), path, query, headers);
  }

  private Signer.Identity identity() {
    String service = random.nextBoolean() ? "s3" : "s3express";
    return new Signer.Identity(text("AKID0123456789", 16, 17), text(NAMES, 20, 41), service);
  }

  private String text(String from, int least, int below) {
    StringBuilder text = new StringBuilder();
    int[] characters = from.codePoints().toArray();
    for (int i = random.nextInt(least, below); i > 0; i--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Signer.sha256().digest(bytes));
  }
}
