package io.blocktier.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.gateway.GatewayLimits;
import io.blocktier.gateway.Telemetry;
import io.blocktier.gateway.server.S3Gateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway over a cache, while the store beneath takes nothing. */
class CachedGatewayTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LARGE = 4 << 20;
  private static final Pattern UPLOAD = Pattern.compile("<UploadId>([^<]+)</UploadId>");

  @TempDir private Path temp;

  private final BusyProvider provider = new BusyProvider();
  private final Effects effects = Effects.ofSystem();
  private final HttpClient http = HttpClient.newHttpClient();
  private StoreStack stack;
  private S3Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    String yaml =
        """
        block_store: {type: busy}
        cache: {path: '%s', flush: {backoff: 1ms, max_backoff: 10ms}}
        gateway: {listen: '127.0.0.1:0', anonymous: read_write}
        """
            .formatted(temp.resolve("cache"));
    BlocktierConfig config =
        ConfigDocument.read(yaml, "test.yaml", Map.of(), new StoreTypes(List.of(provider)))
            .complete();
    stack = config.open(effects, new SimpleMeterRegistry());
    gateway =
        S3Gateway.start(config.gateway(Map.of()).options(), stack.store(), effects, Telemetry.NONE);
    assertThat(put("/photos", new byte[0]).statusCode()).isEqualTo(200);
    provider.refuse(Integer.MAX_VALUE);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    gateway.close();
    stack.close();
    effects.executor().close();
  }

  private WriteBackBlockStore cache() {
    return stack.cache().orElseThrow();
  }

  @Test
  void anObjectOfSeveralMebibytesIsAcknowledgedAndReadThoughTheStoreIsAway() throws Exception {
    byte[] body = random(LARGE);
    assertThat(put("/photos/k", body).statusCode()).isEqualTo(200);
    assertThat(cache().status().atRiskBytes()).isGreaterThanOrEqualTo(LARGE);
    assertThat(get("/photos/k")).isEqualTo(body);
    provider.refuse(0);
    cache().flush(KeyPrefix.ALL);
    assertThat(cache().status().atRiskBytes()).isZero();
    assertThat(get("/photos/k")).isEqualTo(body);
  }

  @Test
  void anObjectThatIsLargerThanAPartNeedsTheStore() throws Exception {
    HttpResponse<byte[]> answer = put("/photos/k", random(GatewayLimits.DEFAULT.partBytes() + 1));
    assertThat(answer.statusCode()).isEqualTo(503);
  }

  @Test
  void partsOfAnUploadAreAcknowledgedThoughTheStoreIsAwayAndJoinedWhenItIsBack() throws Exception {
    Matcher id = UPLOAD.matcher(text(send("POST", "/photos/k?uploads", new byte[0])));
    assertThat(id.find()).isTrue();
    byte[] body = random(6 << 20);
    String upload = "uploadId=" + id.group(1);
    HttpResponse<byte[]> part = put("/photos/k?partNumber=1&" + upload, body);
    assertThat(part.statusCode()).as(text(part)).isEqualTo(200);
    provider.refuse(0);
    String done =
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part></CompleteMultipartUpload>"
            .formatted(part.headers().firstValue("etag").orElseThrow());
    HttpResponse<byte[]> completed =
        send("POST", "/photos/k?" + upload, done.getBytes(StandardCharsets.US_ASCII));
    assertThat(text(completed)).contains("<ETag>");
    assertThat(get("/photos/k")).isEqualTo(body);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private byte[] get(String path) throws Exception {
    HttpResponse<byte[]> answer = send("GET", path, new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<byte[]> put(String path, byte[] body) throws Exception {
    return send("PUT", path, body);
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + gateway.address().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.ofByteArray(body))
            .timeout(PATIENCE)
            .build();
    return http.send(request, BodyHandlers.ofByteArray());
  }
}
