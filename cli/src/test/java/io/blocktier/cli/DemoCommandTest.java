package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DemoCommandTest extends LocalStoreTest {

  @Test
  void directoryIsVerifiedThroughTheEmbeddedStoreWhichGoesAfterwards() throws Exception {
    fill();
    List<Path> before = leftovers();
    Outcome outcome = Cli.run("demo", files);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("phase ", "write ", "read ", "list ", "delete ", "survives a power cut")
        .contains(
            "the cache around S3 at localhost:", "killed ", "flush ", "in the store after p50")
        .containsPattern("\nrequest +count +errors +bytes in +out\n")
        .containsPattern("\nPutObject +[3-6] +0 ")
        .containsPattern("\ntotal +\\d")
        .contains("VERIFIED: 3 files, 3 blocks, 100,001 bytes, every byte came back equal");
    assertThat(leftovers()).isEqualTo(before);
  }

  @Test
  void jsonIsOneObjectWithTheFigures() throws Exception {
    fill();
    Outcome outcome = Cli.run("demo", "--json", "--block-size", "64KiB", files);
    assertThat(outcome.lines()).hasSize(1);
    JsonNode json = outcome.json();
    assertThat(json.get("verified").asBoolean()).isTrue();
    assertThat(json.get("files").asInt()).isEqualTo(3);
    assertThat(json.get("blocks").asInt()).isEqualTo(4);
    assertThat(json.get("bytes").asLong()).isEqualTo(100_001);
    assertThat(json.get("equal_bytes").asLong()).isEqualTo(100_001);
    assertThat(json.get("durability").asString()).isEqualTo("LOCAL");
    assertThat(json.get("kills").asInt()).isEqualTo(1);
    assertThat(json.get("blocks_before_kill").asInt()).isBetween(2, 4);
    assertThat(json.get("ack_p99_ms").asDouble()).isPositive();
    assertThat(json.get("durable_lag_p99_ms").asDouble()).isPositive();
    assertThat(json.at("/phases/killed/p99_ms").asDouble()).isPositive();
    assertThat(json.at("/phases/read/mb_per_second").asDouble()).isPositive();
  }

  @Test
  void whatTheServerWasAskedForIsBilled() throws Exception {
    fill();
    JsonNode json = Cli.run("demo", "--json", files).json();
    JsonNode bill = json.get("bill");
    assertThat(json.get("store").asString()).startsWith("the cache around S3 at localhost:");
    assertThat(bill.at("/PutObject/requests").asInt())
        .as("each block once, and once more what the process that was killed had sent")
        .isBetween(3, 6);
    assertThat(bill.at("/PutObject/bytes_in").asLong()).isBetween(100_001L, 3 * 100_001L);
    assertThat(
            bill.at("/DeleteObjects/requests").asInt() + bill.at("/DeleteObject/requests").asInt())
        .isPositive();
    long requests = 0;
    for (String operation : bill.propertyNames()) {
      requests += operation.equals("total") ? 0 : bill.at("/" + operation + "/requests").asLong();
    }
    assertThat(bill.at("/total/requests").asLong()).isEqualTo(requests);
  }

  @Test
  void environmentLeadsADemoThatNobodyConfiguredNowhere() throws Exception {
    fill();
    Outcome outcome =
        new Cli()
            .with("BLOCKTIER_BLOCK_STORE_S3_ENDPOINT", "http://127.0.0.1:1")
            .execute("demo", "--json", files);
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  @Test
  void configuredStoreIsUsedAndCleaned() throws Exception {
    fill();
    Path config = LocalConfig.write(temp, storeDirectory);
    Outcome outcome = Cli.run("--config", config, "demo", "--json", files);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.json().get("kills").asInt()).as("there is no cache").isZero();
    assertThat(Cli.run("ls", "-r", uri("")).lines()).isEmpty();
  }

  @Test
  void blocksStayWhereAsked() throws Exception {
    fill();
    Path config = LocalConfig.write(temp, storeDirectory);
    assertThat(Cli.run("--config", config, "demo", "--keep", files).status()).isZero();
    assertThat(Cli.run("ls", "-r", uri("")).lines())
        .hasSize(3)
        .allMatch(key -> key.matches("demo-[0-9a-f]{8}/file/.*/block-000001"));
  }

  @Test
  void emptyDirectoryIsVerifiedAndThatIsSaid() {
    Outcome outcome = Cli.run("demo", files);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("nothing to verify");
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws Exception {
    assertFails(Cli.run("demo", files.resolve("none")), 4, "none");
    assertFails(Cli.run("demo", file("x", "1")), 2, "not a directory");
  }

  @Test
  void storeThatIsFullEndsTheDemoWithOneObjectAndItsOwnStatus() throws Exception {
    fill();
    Path config = LocalConfig.memory(temp, "50KiB");
    Outcome outcome = Cli.run("--config", config, "demo", "--json", files);
    assertThat(outcome.status()).isEqualTo(9);
    assertThat(outcome.lines()).hasSize(1);
    assertThat(outcome.json().get("verified").asBoolean()).isFalse();
    assertThat(outcome.json().at("/error/type").asString()).isEqualTo("out_of_space");
  }

  @Test
  void absurdSizesAreRefused() {
    assertFails(Cli.run("demo", "--block-size", "0", files), 2);
    assertFails(Cli.run("demo", "--block-size", "-1", files), 2);
    assertFails(Cli.run("demo", "--block-size", "1TiB", files), 2);
    assertFails(Cli.run("demo", "--block-size", "lots", files), 2, "lots");
    assertFails(Cli.run("demo", "--block-size", "64MiB", "-j", "256", files), 2, "buffers");
  }

  @Test
  void temporaryDirectoryItselfCanBeToured() throws Exception {
    Outcome outcome = Cli.run("demo", "--json", files.getParent());
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  private void fill() throws IOException {
    file("a/large", MemoryStoreTest.bytes(100_000, 1));
    file("a/b/small", "1");
    file("empty", "");
  }

  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> found = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return found.filter(f -> f.getFileName().toString().startsWith("blocktier-demo-")).toList();
    }
  }
}
