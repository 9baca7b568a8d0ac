package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BenchStoreTest extends LocalStoreTest {

  private static final List<Object> SHORT =
      List.of(
          "--length", "50ms", "--calls", "20", "--block-size", "64KiB", "--concurrency", "1,4,16");

  private static Outcome bench(Cli cli, Object... args) {
    List<Object> all = new ArrayList<>(List.of("bench", "store"));
    all.addAll(SHORT);
    all.addAll(List.of(args));
    return cli.execute(all.toArray());
  }

  private Served serve(String faults) throws Exception {
    Path yaml =
        Files.writeString(
            files.resolve("serve.yaml"),
            """
            block_store: {type: memory}
            gateway:
              listen: 127.0.0.1:0
              access_key: %s
              secret_key: %s
              buckets: {share: share1/}
            """
                    .formatted(Served.KEY, Served.SECRET)
                + faults);
    return Served.start(Map.of(), "serve", "--config", yaml);
  }

  private static String faults(String rule) {
    return "  faults:\n    seed: 7\n    rules:\n      - {" + rule + "}\n";
  }

  @Test
  void aServiceIsCheckedMeasuredAndLeftAsItWas() throws Exception {
    try (Served served = serve("")) {
      Outcome outcome = bench(served.client(), served.s3("share/within"), "--json");
      assertThat(outcome.status()).as(outcome.err()).isZero();
      JsonNode json = outcome.json();
      assertThat(json.get("sound").asBoolean()).isTrue();
      json.get("promises").forEach(promise -> assertThat(promise.asString()).isEqualTo("kept"));
      assertThat(json.get("capabilities").get("conditional-create").asString()).isEqualTo("proven");
      for (String call : List.of("write", "read", "stat", "list", "delete")) {
        assertThat(json.get("small").get(call).get("p99_ms").asDouble()).as(call).isPositive();
      }
      assertThat(json.get("small").get("write").get("calls").asLong()).isBetween(1L, 20L);
      assertThat(json.get("writes").get(0).get("concurrency").asInt()).isEqualTo(1);
      assertThat(json.get("reads").get(0).get("bytes_per_second").asLong()).isPositive();
      assertThat(json.get("failures").asLong()).isZero();
      assertThat(json.get("asked_for").get("write").get("calls").asLong()).isGreaterThan(20);
      assertThat(served.client().execute("ls", "-r", served.s3("share/")).lines()).isEmpty();
    }
  }

  @Test
  void settingsThatAreRecommendedAreAcceptedByTheirReader() throws Exception {
    try (Served served = serve("")) {
      for (String store : List.of(served.s3("share/"), "mem:", uri(""))) {
        String text = bench(served.client(), store, "--json").json().get("yaml").asString();
        assertThat(text).doesNotContain(Served.SECRET).doesNotContain("***");
        Path yaml = Files.writeString(files.resolve("store.yaml"), text);
        Outcome check = Cli.run("config", "check", yaml);
        assertThat(check.status()).as(check.err() + text).isZero();
        assertThat(check.out()).contains("flush.concurrency=", "read_ahead.max=");
      }
    }
  }

  @Test
  void peopleGetTablesABillAndSettings() {
    Outcome outcome = bench(new Cli(), "mem:");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("reads follow writes", "conditional-create", "4 KiB, one at a time")
        .contains("write, 1 at a time", "read, 1 at a time", "asked for", "settings that suit");
  }

  @Test
  void throttlingIsCountedAndNotHiddenByRetries() throws Exception {
    String rule =
        "fault: refusal, status: 503, when: before, operations: PutObject, keys: \"*/small/*\","
            + " most: 1";
    try (Served served = serve(faults(rule))) {
      Outcome outcome = bench(served.client(), served.s3("share/"), "--json");
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.json().get("throttled").asLong()).as(outcome.out()).isPositive();
      assertThat(outcome.json().get("warnings").toString()).contains("throttled");
      assertThat(outcome.json().get("yaml").asString()).contains("max_retries: 6");
      assertThat(served.client().execute("ls", "-r", served.s3("share/")).lines()).isEmpty();
    }
  }

  @Test
  void aStoreWhoseListsLagHasBrokenAPromise() throws Exception {
    String rule =
        "fault: stale_listing, time: 10m, operations: \"ListObjects, ListObjectsV2\", keys:"
            + " \"share/\"";
    try (Served served = serve(faults(rule))) {
      Outcome outcome = bench(served.client(), served.s3("share/"), "--json");
      assertThat(outcome.status()).as(outcome.err()).isEqualTo(1);
      assertThat(outcome.json().get("promises").get("lists follow writes").asString())
          .isEqualTo("broken");
      assertThat(outcome.json().get("warnings").toString()).contains("lists follow writes");
    }
    assertThat(Cli.run("ls", "-r", "mem:").lines()).isEmpty();
  }

  @Test
  void aStoreThatFailsForGoodIsAnErrorAndKeepsNothing() throws Exception {
    String rule =
        "fault: refusal, status: 503, when: before, operations: PutObject, keys: \"*/large/*\"";
    try (Served served = serve(faults(rule))) {
      Outcome outcome = bench(served.client(), served.s3("share/"));
      assertFails(outcome, 7, "large/");
      assertThat(served.client().execute("ls", "-r", served.s3("share/")).lines()).isEmpty();
    }
  }

  @Test
  void interruptedMeasurementEndsWith130AndLeavesNothing() throws Exception {
    Cancellation cancellation = new Cancellation(Thread.currentThread());
    try (var user = Executors.newVirtualThreadPerTaskExecutor()) {
      user.execute(() -> {
        while (Cli.run("ls", "-r", uri("")).lines().stream()
            .noneMatch(key -> key.contains("small"))) {
          Thread.onSpinWait();
        }
        cancellation.cancel(Duration.ofSeconds(60));
      });
      Outcome outcome =
          new Cli()
              .execute(
                  cancellation,
                  "bench",
                  "store",
                  uri(""),
                  "--calls",
                  "100000",
                  "--length",
                  "10m",
                  "--concurrency",
                  "1");
      assertThat(outcome.status()).as(outcome.err()).isEqualTo(130);
    }
    assertThat(Cli.run("ls", "-r", uri("")).lines()).isEmpty();
  }

  @Test
  void ofAConfigurationTheStoreIsMeasuredBeneathItsCache() throws Exception {
    Path yaml = LocalConfig.cached(files, storeDirectory, temp.resolve("cache"));
    Outcome outcome = bench(new Cli(), "--config", yaml, "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("store").asString()).doesNotContain("cache");
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--length, 0s",
    "--length, x",
    "--calls, 0",
    "--calls, x",
    "--block-size, 1",
    "--block-size, 65MiB",
    "--concurrency, 0",
    "--concurrency, 257",
    "--concurrency, '4,1'",
    "--concurrency, x",
    "--concurrency, ''"
  })
  void absurdInputIsRefused(String option, String value) {
    assertFails(Cli.run("bench", "store", "mem:", option, value), 2);
  }

  @Test
  void noStoreOrNoneThatIsThereIsAnError() {
    assertFails(Cli.run("bench", "store"), 2, "no store is named");
    assertFails(Cli.run("bench", "store", "no-uri"), 2, "not a URI");
    assertFails(Cli.run("bench", "store", "foo:bar"), 3, "no scheme");
  }
}
