package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of {@code gateway.s3_express}, as the server that the command starts obeys them. */
class ServeDirectoriesTest {

  private static final String BUCKET = "/logs--eun1-az2--x-s3";
  private static final Pattern EXPIRATION = Pattern.compile("<Expiration>([^<]+)</Expiration>");
  private static final String PLACE =
      """
      <CreateBucketConfiguration>
        <Location><Name>%s</Name><Type>%s</Type></Location>
        <Bucket><Type>Directory</Type><DataRedundancy>%s</DataRedundancy></Bucket>
      </CreateBucketConfiguration>
      """;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    http.close();
  }

  private Served serve(String express) throws Exception {
    Path file = LocalConfig.memory(directory, "64MiB");
    Files.writeString(
        file,
        Files.readString(file)
            + """
            gateway:
              listen: 127.0.0.1:0
              anonymous: read_write
              region: eu-north-1
              access_key: %s
              secret_key: %s
              s3_express: {%s}
            """
                .formatted(Served.KEY, Served.SECRET, express));
    return Served.start(Map.of(), "serve", "--config", file);
  }

  @Test
  void bucketsAreInTheZonesThatAreWritten() throws Exception {
    try (Served served =
        serve(
            "zones: [{id: eun1-az2, name: eu-north-1b}, {id: eun1-lax1-az1, kind: local_zone}]")) {
      assertThat(served.line()).contains("zones [eun1-az2, eun1-lax1-az1]");
      String named = PLACE.formatted("eu-north-1b", "AvailabilityZone", "SingleAvailabilityZone");
      String local = PLACE.formatted("eun1-lax1-az1", "LocalZone", "SingleLocalZone");
      assertThat(put(served, BUCKET, "")).isEqualTo(400);
      assertThat(put(served, BUCKET, local)).isEqualTo(400);
      assertThat(put(served, BUCKET, named)).isEqualTo(200);
      assertThat(put(served, "/logs--eun1-lax1-az1--x-s3", local)).isEqualTo(200);
      assertThat(put(served, "/logs--use1-az4--x-s3", named)).isEqualTo(400);
    }
  }

  @Test
  void inTheDefaultZoneNobodyHasToSayWhere() throws Exception {
    try (Served served = serve("default_zone: eun1-az2, zones: [{id: eun1-az1}, {id: eun1-az2}]")) {
      assertThat(put(served, BUCKET, "")).isEqualTo(200);
      assertThat(put(served, "/logs--eun1-az1--x-s3", "")).isEqualTo(400);
    }
  }

  @Test
  void switchedOffThereAreNoDirectoryBuckets() throws Exception {
    try (Served served = serve("enabled: false, default_zone: eun1-az2")) {
      assertThat(served.line()).contains("zones []");
      assertThat(put(served, BUCKET, "")).isEqualTo(400);
      assertThat(session(served, BUCKET).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anAppendCarriesNoMoreThanItMay() throws Exception {
    try (Served served = serve("default_zone: eun1-az2, max_append_size: 8")) {
      put(served, BUCKET, "");
      assertThat(append(served, 0, "12345678").statusCode()).isEqualTo(200);
      HttpResponse<String> larger = append(served, 8, "123456789");
      assertThat(larger.statusCode()).isEqualTo(400);
      assertThat(larger.body()).contains("<Code>EntityTooLarge</Code>");
      assertThat(append(served, 8, "90").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void appendsCanBeSwitchedOff() throws Exception {
    try (Served served = serve("default_zone: eun1-az2, enable_atomic_append: false")) {
      put(served, BUCKET, "");
      HttpResponse<String> answer = append(served, 0, "1");
      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).contains("<Code>NotImplemented</Code>", "switched off");
      assertThat(put(served, BUCKET + "/k", "1")).isEqualTo(200);
    }
  }

  @Test
  void sessionsLastAsLongAsIsWrittenAndMayNameNoBucketOnlyWhereAllowed() throws Exception {
    try (Served served = serve("default_zone: eun1-az2, session_duration: 2h")) {
      Instant before = Instant.now();
      Matcher expiration = EXPIRATION.matcher(session(served, BUCKET).body());
      assertThat(expiration.find()).isTrue();
      assertThat(Instant.parse(expiration.group(1)))
          .isBetween(
              before.plus(Duration.ofMinutes(119)), Instant.now().plus(Duration.ofMinutes(121)));
      assertThat(session(served, "/").statusCode()).isEqualTo(404);
    }
    try (Served served = serve("unbound_sessions: true")) {
      assertThat(session(served, "/").statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> session(Served served, String path) throws Exception {
    URI uri = served.uri(path + "?session");
    HttpRequest request = SignedGet.of(uri, "eu-north-1", Served.KEY, Served.SECRET);
    return http.send(request, BodyHandlers.ofString());
  }

  private int put(Served served, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(served.uri(path)).PUT(BodyPublishers.ofString(body)).build();
    return http.send(request, BodyHandlers.ofString()).statusCode();
  }

  private HttpResponse<String> append(Served served, long offset, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(served.uri(BUCKET + "/log"))
            .header("x-amz-write-offset-bytes", Long.toString(offset))
            .PUT(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
