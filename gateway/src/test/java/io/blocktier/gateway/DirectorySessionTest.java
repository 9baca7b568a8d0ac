package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions with directory buckets, on the wire. */
class DirectorySessionTest {

  private static final String BUCKET = "logs--use1-az4--x-s3";
  private static final String OTHER = "data--use1-az4--x-s3";
  private static final String PLACE =
      "<CreateBucketConfiguration><Location><Name>use1-az4</Name><Type>AvailabilityZone</Type>"
          + "</Location><Bucket><DataRedundancy>SingleAvailabilityZone</DataRedundancy>"
          + "<Type>Directory</Type></Bucket></CreateBucketConfiguration>";
  private static final Map<String, String> NOTHING = Map.of();
  private static final Map<String, String> READ_ONLY =
      Map.of("x-amz-create-session-mode", "ReadOnly");
  private static final String TOKEN = "x-amz-s3session-token";

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private final HttpClient http = HttpClient.newHttpClient();
  private final SignedHttp owner = signed(GatewayFixture.KEY, GatewayFixture.SECRET);
  private GatewayFixture gateway;

  private record Session(String id, String secret, String token) {}

  @BeforeEach
  void start() throws IOException {
    gateway = GatewayFixture.over(store, effects);
    for (String bucket : List.of(BUCKET, OTHER)) {
      assertThat(owner.send("PUT", gateway.uri("/" + bucket), NOTHING, PLACE).statusCode())
          .isEqualTo(200);
    }
    gateway.s3.createBucket(b -> b.bucket("photos"));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    gateway.close();
    effects.executor().close();
  }

  @Test
  void aSessionIsGoodForItsBucketAndNoOther() {
    Session session = begin(gateway, "GET", BUCKET, NOTHING);
    assertThat(status(gateway, session, "PUT", "/" + BUCKET + "/k")).isEqualTo(200);
    assertThat(status(gateway, session, "GET", "/" + BUCKET + "/k")).isEqualTo(200);
    assertThat(status(gateway, session, "PUT", "/" + OTHER + "/k")).isEqualTo(403);
    assertThat(status(gateway, session, "GET", "/photos?list-type=2")).isEqualTo(403);
    assertThat(status(gateway, session, "GET", "/")).isEqualTo(403);
  }

  @Test
  void aSessionThatReadsDoesNothingElse() {
    Session session = begin(gateway, "POST", BUCKET, READ_ONLY);
    assertThat(status(gateway, session, "PUT", "/" + BUCKET + "/k")).isEqualTo(403);
    assertThat(status(gateway, session, "DELETE", "/" + BUCKET)).isEqualTo(403);
    assertThat(status(gateway, session, "GET", "/" + BUCKET + "?tagging")).isEqualTo(403);
    assertThat(status(gateway, session, "HEAD", "/" + BUCKET)).isEqualTo(200);
    assertThat(status(gateway, session, "GET", "/" + BUCKET + "/none")).isEqualTo(404);
    assertThat(status(gateway, session, "GET", "/" + BUCKET + "?list-type=2")).isEqualTo(200);
  }

  @Test
  void aSessionBeginsNoOtherAndCopiesNothing() {
    Session session = begin(gateway, "GET", BUCKET, NOTHING);
    assertThat(status(gateway, session, "GET", "/" + BUCKET + "?session")).isEqualTo(403);
    Map<String, String> copy = Map.of(TOKEN, session.token, "x-amz-copy-source", BUCKET + "/k");
    SignedHttp keys = signed(session.id, session.secret);
    assertThat(keys.send("PUT", gateway.uri("/" + BUCKET + "/c"), copy, "").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aSessionOutlivesTheGatewayAndIsGoodAtItsSisters() throws IOException {
    Session session = begin(gateway, "GET", BUCKET, NOTHING);
    gateway.close();
    try (GatewayFixture sister = GatewayFixture.over(store, effects)) {
      assertThat(status(sister, session, "PUT", "/" + BUCKET + "/k")).isEqualTo(200);
    }
  }

  @Test
  void aSessionEnds() throws IOException {
    DirectoryOptions brief = options(Duration.ofNanos(1), false);
    try (GatewayFixture hasty =
        GatewayFixture.over(GatewayFixture.options().with(brief), store, effects)) {
      Session session = begin(hasty, "GET", BUCKET, NOTHING);
      HttpResponse<String> answer = send(hasty, session, "GET", "/" + BUCKET + "/k");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("<Code>ExpiredToken</Code>");
    }
  }

  @Test
  void aTokenThatIsNotGenuineIsRefused() throws IOException {
    Session session = begin(gateway, "GET", BUCKET, NOTHING);
    Session other = begin(gateway, "GET", OTHER, NOTHING);
    String seal = session.token.substring(session.token.indexOf('.'));
    String swapped = other.token.substring(0, other.token.indexOf('.')) + seal;
    for (String token : List.of(swapped, other.token, "x", "x.y", "", session.token + "A")) {
      Session forged = new Session(session.id, session.secret, token);
      assertThat(status(gateway, forged, "GET", "/" + BUCKET + "/k")).as(token).isIn(400, 403);
    }
    AccessKey changed =
        new AccessKey(GatewayFixture.KEY, "another", List.of(Grant.everywhere(Right.READ_WRITE)));
    GatewayOptions options = GatewayOptions.at(GatewayFixture.options().listen()).with(changed);
    try (GatewayFixture later = GatewayFixture.over(options, store, effects)) {
      assertThat(status(later, session, "GET", "/" + BUCKET + "/k")).isEqualTo(400);
    }
  }

  @Test
  void aSessionIsForABucketThatCouldBeHere() {
    for (String bucket : List.of("photos", "logs--use1-az9--x-s3", "--use1-az4--x-s3")) {
      assertThat(
              owner.send("GET", gateway.uri("/" + bucket + "?session"), NOTHING, "").statusCode())
          .as(bucket)
          .isEqualTo(404);
    }
    assertThat(owner.send("GET", gateway.uri("/?session="), NOTHING, "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aSessionOfNoBucketIsGivenWhereTheOptionsSaySo() throws IOException {
    DirectoryOptions free = options(Duration.ofMinutes(5), true);
    try (GatewayFixture open =
        GatewayFixture.over(GatewayFixture.options().with(free), store, effects)) {
      Session session = begin(open, "GET", "", READ_ONLY);
      assertThat(status(open, session, "GET", "/" + OTHER + "?list-type=2")).isEqualTo(200);
      assertThat(status(open, session, "PUT", "/" + OTHER + "/k")).isEqualTo(403);
      assertThat(status(open, session, "GET", "/photos?list-type=2")).isEqualTo(403);
    }
  }

  @Test
  void aSessionHasNoRightThatItsOwnerHasNot() throws IOException {
    AccessKey reader = new AccessKey("READER", "r", List.of(new Grant("logs*", Right.READ_ONLY)));
    GatewayOptions options = GatewayFixture.options().with(reader);
    try (GatewayFixture strict = GatewayFixture.over(options, store, effects)) {
      SignedHttp keys = signed("READER", "r");
      Session session = session(keys.send("GET", uri(strict, BUCKET), NOTHING, ""));
      assertThat(status(strict, session, "PUT", "/" + BUCKET + "/k")).isEqualTo(403);
      Map<String, String> all = Map.of("x-amz-create-session-mode", "ReadWrite");
      assertThat(keys.send("GET", uri(strict, BUCKET), all, "").statusCode()).isEqualTo(403);
      assertThat(keys.send("GET", uri(strict, OTHER), NOTHING, "").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void directoryBucketsAreListedPageByPage() {
    String first = owner.send("GET", gateway.uri("/?max-directory-buckets=1"), NOTHING, "").body();
    assertThat(first).contains("<ListAllMyDirectoryBucketsResult", OTHER).doesNotContain(BUCKET);
    String next = first.replaceAll("(?s).*<ContinuationToken>(.*)</ContinuationToken>.*", "$1");
    String second =
        owner.send("GET", gateway.uri("/?continuation-token=" + next), NOTHING, "").body();
    assertThat(second).contains(BUCKET).doesNotContain(OTHER, "photos", "ContinuationToken");
  }

  private SignedHttp signed(String id, String secret) {
    return new SignedHttp(http, "s3express", id, secret);
  }

  private static URI uri(GatewayFixture at, String bucket) {
    return at.uri("/" + bucket + "?session");
  }

  private Session begin(
      GatewayFixture at, String method, String bucket, Map<String, String> headers) {
    return session(owner.send(method, uri(at, bucket), headers, ""));
  }

  private static Session session(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new Session(
        element("AccessKeyId", answer),
        element("SecretAccessKey", answer),
        element("SessionToken", answer));
  }

  private static String element(String name, HttpResponse<String> answer) {
    Matcher matcher = Pattern.compile("<" + name + ">(.*?)</" + name + ">").matcher(answer.body());
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }

  private int status(GatewayFixture at, Session session, String method, String path) {
    return send(at, session, method, path).statusCode();
  }

  private HttpResponse<String> send(
      GatewayFixture at, Session session, String method, String path) {
    return signed(session.id, session.secret)
        .send(method, at.uri(path), Map.of(TOKEN, session.token), "");
  }

  private static DirectoryOptions options(Duration session, boolean unbound) {
    DirectoryOptions standard = DirectoryOptions.DEFAULT;
    return new DirectoryOptions(
        standard.zones(),
        standard.defaultZone(),
        session,
        unbound,
        standard.appends(),
        standard.maxAppendBytes());
  }
}
