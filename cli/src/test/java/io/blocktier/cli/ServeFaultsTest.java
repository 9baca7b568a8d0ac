package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example of all faults, run by the command and met by a client. */
class ServeFaultsTest {

  private static final Path EXAMPLE = Path.of("..", "docs", "examples", "faults.yaml");
  private static final Map<String, String> ANY_PORT =
      Map.of("BLOCKTIER_GATEWAY_LISTEN", "127.0.0.1:0");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String TEXT = "0123456789".repeat(20);

  private static Served served;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    served = Served.start(ANY_PORT, "serve", "--config", EXAMPLE);
    http = HttpClient.newHttpClient();
    assertThat(send("PUT", "/box", "").statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/stale", "").statusCode()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    http.close();
    served.close();
  }

  @Test
  void theStartUpLineSaysLoudlyThatThereAreFaults() {
    assertThat(served.line())
        .contains("; WITH FAULTS ON PURPOSE by seed 42: [Latency[delay=PT0.2S] of GetObject on")
        .contains("zones [use1-az4]");
    try (Served json = Served.start(ANY_PORT, "serve", "--json", "--config", EXAMPLE)) {
      assertThat(json.line()).contains("\"faults\":[\"Latency[");
    }
  }

  @Test
  void latency() throws Exception {
    put("late/k");
    assertThat(timeOf("GET", "/box/late/k", "")).isGreaterThanOrEqualTo(PAUSE);
    assertThat(get("late/k").body()).isEqualTo(TEXT);
  }

  @Test
  void bandwidth() throws Exception {
    String body = "x".repeat(8 << 10);
    assertThat(timeOf("PUT", "/box/thin/k", body)).isGreaterThanOrEqualTo(Duration.ofMillis(240));
    assertThat(timeOf("GET", "/box/thin/k", "")).isGreaterThanOrEqualTo(Duration.ofMillis(240));
    assertThat(get("thin/k").body()).isEqualTo(body);
  }

  @Test
  void stall() throws Exception {
    put("stall/k");
    assertThat(timeOf("GET", "/box/stall/k", "")).isGreaterThanOrEqualTo(PAUSE);
    assertThat(get("stall/k").body()).isEqualTo(TEXT);
  }

  @Test
  void refusalBefore() throws Exception {
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer = send("PUT", "/box/busy/k", TEXT);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("<Code>SlowDown</Code>", "seed 42");
      assertThat(get("busy/k").statusCode()).isEqualTo(404);
    }
    put("busy/k");
    put("often/k");
    assertThat(get("often/k").statusCode()).isEqualTo(429);
  }

  @Test
  void refusalAfter() throws Exception {
    assertThat(send("PUT", "/box/unsure/k", TEXT).statusCode()).isEqualTo(500);
    assertThat(get("unsure/k").body()).isEqualTo(TEXT);
  }

  @Test
  void reset() throws Exception {
    assertThatThrownBy(() -> send("PUT", "/box/reset/k", TEXT)).isInstanceOf(IOException.class);
    assertThat(get("reset/k").statusCode()).isEqualTo(404);
    assertThatThrownBy(() -> send("PUT", "/box/cut/k", TEXT)).isInstanceOf(IOException.class);
    assertThat(get("cut/k").body()).isEqualTo(TEXT);
  }

  @Test
  void truncation() throws Exception {
    put("short/k");
    assertThatThrownBy(() -> get("short/k")).isInstanceOf(IOException.class);
    assertThat(send("HEAD", "/box/short/k", "").headers().firstValueAsLong("content-length"))
        .hasValue(TEXT.length());
  }

  @Test
  void errorInAnswer() throws Exception {
    put("true/k");
    HttpResponse<String> answer = send("PUT", "/box/lie/k", "", "x-amz-copy-source", "/box/true/k");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<Error><Code>InternalError</Code>");
    assertThat(get("lie/k").statusCode()).isEqualTo(404);
  }

  @Test
  void lostMetadata() throws Exception {
    for (String key : List.of("/box/bare/k", "/box/clad/k")) {
      assertThat(send("PUT", key, TEXT, "x-amz-meta-who", "me").statusCode()).isEqualTo(200);
    }
    assertThat(get("bare/k").headers().firstValue("x-amz-meta-who")).isEmpty();
    assertThat(get("clad/k").headers().firstValue("x-amz-meta-who")).contains("me");
  }

  @Test
  void looseConditions() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String path = "/box/loose/0";
    for (int round = 1; !bothCreate(path); round++) {
      assertThat(System.nanoTime() - end).as("%d rounds", round).isNegative();
      path = "/box/loose/" + round;
    }
    assertThat(send("PUT", path, "three", "If-None-Match", "*").statusCode()).isEqualTo(412);
  }

  /** A busy machine may judge the second when the first is written already. */
  private static boolean bothCreate(String path) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (String body : List.of("one", "two")) {
      HttpRequest put = request("PUT", path, body, "If-None-Match", "*");
      answers.add(http.sendAsync(put, BodyHandlers.ofString()));
    }
    List<Integer> statuses = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      statuses.add(answer.get().statusCode());
    }
    assertThat(statuses).contains(200).isSubsetOf(200, 412);
    return !statuses.contains(412);
  }

  @Test
  void staleListing() throws Exception {
    send("PUT", "/stale/a", TEXT);
    assertThat(send("GET", "/stale?list-type=2", "").body()).contains("<Key>a</Key>");
    send("PUT", "/stale/b", TEXT);
    assertThat(send("GET", "/stale?list-type=2", "").body()).doesNotContain("<Key>b</Key>");
    assertThat(send("GET", "/stale?list-type=2&prefix=b", "").body()).contains("<Key>b</Key>");
  }

  @Test
  void chanceIsTheSameInEachRun() throws Exception {
    List<Integer> first = statuses(served);
    try (Served again = Served.start(ANY_PORT, "serve", "--config", EXAMPLE)) {
      send(again, "PUT", "/box", "");
      assertThat(statuses(again)).isEqualTo(first).startsWith(404).contains(503);
    }
    Map<String, String> otherSeed =
        Map.of("BLOCKTIER_GATEWAY_LISTEN", "127.0.0.1:0", "BLOCKTIER_GATEWAY_FAULTS_SEED", "43");
    try (Served other = Served.start(otherSeed, "serve", "--config", EXAMPLE)) {
      send(other, "PUT", "/box", "");
      assertThat(statuses(other)).isNotEqualTo(first);
    }
  }

  private static List<Integer> statuses(Served server) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      statuses.add(send(server, "HEAD", "/box/chance/none", "").statusCode());
    }
    return statuses;
  }

  private static Duration timeOf(String method, String path, String body) throws Exception {
    long start = System.nanoTime();
    assertThat(send(method, path, body).statusCode()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void put(String key) throws Exception {
    assertThat(send("PUT", "/box/" + key, TEXT).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String key) throws Exception {
    return send("GET", "/box/" + key, "");
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... headers) throws Exception {
    return http.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(Served to, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(to.uri(path)).method(method, BodyPublishers.ofString(body)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(served.uri(path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }
}
