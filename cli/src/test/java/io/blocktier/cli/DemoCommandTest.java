package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DemoCommandTest extends LocalStoreTest {

  private static final int RECORDS = 300;

  @Test
  void directoryIsVerifiedThroughTheEmbeddedStoreWhichGoesAfterwards() throws Exception {
    fill();
    Outcome outcome = Cli.run("demo", "--records", RECORDS, files);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("records ", "seal ", "archive ", "scan ", "get ", "by copies of the server")
        .contains("all reads are those of a new process that had only the server")
        .contains("phase ", "write ", "read ", "list ", "delete ", "survives a power cut")
        .contains(
            "the cache around S3 at localhost:", "killed ", "flush ", "in the store after p50")
        .containsPattern("\nrequest +count +errors +bytes in +out +dollars\n")
        .containsPattern("\nCopyObject +[1-9]")
        .containsPattern("\nPutObject +[1-9]")
        .containsPattern("\nexpress:PutObject +[1-9]")
        .containsPattern("\ntotal +\\d")
        .containsPattern(
            "VERIFIED: 3 files, 3 blocks, 100,001 bytes, and 300 records, [0-9,]+ bytes, every byte"
                + " came back equal");
    assertThat(place(outcome)).doesNotExist();
  }

  @Test
  void jsonIsOneObjectWithTheFiguresOfAStoreThatNoEnvironmentLeadsElsewhere() throws Exception {
    fill();
    Outcome outcome =
        new Cli()
            .with("BLOCKTIER_BLOCK_STORE_S3_ENDPOINT", "http://127.0.0.1:1")
            .execute("demo", "--json", "--records", 0, "--block-size", "64KiB", files);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.lines()).hasSize(1);
    JsonNode json = outcome.json();
    assertThat(json.get("store").asString()).startsWith("the cache around S3 at localhost:");
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
  void recordsAreReadFromTheArchiveByAProcessThatHasOnlyTheServerWhoseRequestsAreBilled()
      throws Exception {
    fill();
    JsonNode json = Cli.run("demo", "--json", "--records", RECORDS, files).json();
    assertThat(json.get("verified").asBoolean()).as(json.toString()).isTrue();
    assertThat(json.get("records").asInt()).isEqualTo(RECORDS);
    assertThat(json.get("equal_records").asInt()).isEqualTo(RECORDS);
    assertThat(json.get("record_bytes").asLong()).isEqualTo(bytes(DemoDataSet.of(RECORDS)));
    assertThat(json.get("archived_segments").asInt()).isPositive();
    assertThat(json.get("bytes_copied_by_server").asLong()).isPositive();
    assertThat(json.get("bytes_copied_through_client").asLong()).isZero();
    assertThat(json.get("wiped_files").asInt())
        .as("a journal, two logs and their locks at least")
        .isGreaterThan(4);
    assertThat(json.at("/phases/scan/records").asInt()).isEqualTo(RECORDS);
    assertThat(json.at("/phases/get/records").asInt()).isEqualTo(RECORDS);
    assertThat(json.at("/phases/archive/segments").asInt())
        .isEqualTo(json.get("archived_segments").asInt());
    assertThat(json.at("/bill/CopyObject/requests").asInt())
        .as("one for each segment")
        .isEqualTo(json.get("archived_segments").asInt());
    assertThat(json.at("/bill/GetObject/bytes_out").asLong())
        .as("no block and no record is anywhere else")
        .isGreaterThan(100_000);
    assertBilled(json.get("bill"));
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
    Outcome outcome = Cli.run("demo", "--records", 0, files);
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
    assertFails(Cli.run("demo", "--records", "-1", files), 2, "--records");
    assertFails(Cli.run("demo", "--records", "1000001", files), 2, "--records");
    assertFails(Cli.run("demo", "--block-size", "64MiB", "-j", "256", files), 2, "buffers");
  }

  @Test
  void temporaryDirectoryItselfCanBeToured() throws Exception {
    Outcome outcome = Cli.run("demo", "--json", "--records", 1, files.getParent());
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  /** What the server was asked for. */
  private static void assertBilled(JsonNode bill) {
    assertThat(bill.at("/PutObject/requests").asInt())
        .as("some blocks together in segments, and manifests")
        .isPositive();
    assertThat(
            bill.at("/express:DeleteObjects/requests").asInt()
                + bill.at("/express:DeleteObject/requests").asInt())
        .as("the hot copies")
        .isPositive();
    long requests = 0;
    double dollars = 0;
    for (String operation : bill.propertyNames()) {
      if (!operation.equals("total")) {
        requests += bill.at("/" + operation + "/requests").asLong();
        dollars += bill.at("/" + operation + "/dollars").asDouble();
      }
    }
    assertThat(bill.at("/total/dollars").asDouble()).isCloseTo(dollars, within(1e-6)).isPositive();
    assertThat(bill.at("/PutObject/dollars").asDouble())
        .isCloseTo(bill.at("/PutObject/requests").asLong() * 0.005 / 1000, within(1e-6));
    assertThat(bill.at("/total/requests").asLong()).isEqualTo(requests);
  }

  private static long bytes(DemoDataSet data) throws IOException {
    long bytes = 0;
    for (String key : data.keys()) {
      bytes += data.value(key).length;
    }
    return bytes;
  }

  private void fill() throws IOException {
    file("a/large", MemoryStoreTest.bytes(100_000, 1));
    file("a/b/small", "1");
    file("empty", "");
  }

  /** Returns the directory that the demo was in; others may have theirs beside it. */
  private static Path place(Outcome outcome) {
    Matcher place = Pattern.compile(", served from (.+)").matcher(outcome.out());
    assertThat(place.find()).as(outcome.out()).isTrue();
    return Path.of(place.group(1));
  }
}
