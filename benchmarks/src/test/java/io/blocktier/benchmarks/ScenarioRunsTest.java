package io.blocktier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scenarios through the command, as short as they can be. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ScenarioRunsTest {

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private JsonNode compared(String scenario, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("compare", scenario));
    args.addAll(List.of("--rounds", "1", "--length", "10ms", "--warm-up", "0ms"));
    args.addAll(List.of("--directory", directory.toString()));
    args.addAll(List.of("--output", directory.resolve("results").toString()));
    args.addAll(List.of(more));
    int status =
        Main.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(status).as(() -> err.toString(StandardCharsets.UTF_8)).isZero();
    Path json = directory.resolve("results").resolve(scenario + ".json");
    return JsonMapper.shared().readTree(Files.readString(json));
  }

  @Test
  void segmentsAreLoadedReadScannedAndCompacted() throws Exception {
    JsonNode json = compared("segments", "--contenders", "blocktier");
    assertThat(json.path("cells").size()).isEqualTo(6);
    for (JsonNode cell : json.path("cells")) {
      for (JsonNode row : cell.path("rows")) {
        assertThat(row.path("rate").path("median").asDouble())
            .as("%s of %s", row.path("contender"), cell.path("cell"))
            .isPositive();
      }
    }
  }

  @Test
  void blocksAreReadFromTheDiskByAsManyAsTheCellSays() throws Exception {
    JsonNode json = compared("cache-reads", "--contenders", "blocktier", "--cells", "cold-x16");
    JsonNode row = json.path("cells").path(0).path("rows").path(0);
    assertThat(row.path("rate").path("median").asDouble()).isPositive();
  }

  @Test
  void databasesSingleObjectsAndABareLogAreBesideSegments() throws Exception {
    JsonNode json =
        compared(
            "segments", "--contenders", "bare-log,rocksdb,single-objects", "--cells", "load-*");
    assertThat(json.path("cells").size()).isEqualTo(2);
    assertThat(json.path("cells").path(1).path("rows").path(0).has("acknowledgement")).isTrue();
  }

  @Test
  void theObjectsOfSegmentsAreReadAsTheyAreBesideAScan() throws Exception {
    JsonNode json = compared("segments", "--contenders", "blocktier,objects", "--cells", "scan");
    JsonNode rows = json.path("cells").path(0).path("rows");
    assertThat(rows.size()).isEqualTo(2);
    for (JsonNode row : rows) {
      assertThat(row.path("rate").path("median").asDouble()).as("%s", row).isPositive();
    }
  }

  @Test
  void growthNamesAnExponentForEachOperation() throws Exception {
    JsonNode json = compared("growth", "--cells", "1k,10k");
    assertThat(json.path("growth").propertyNames())
        .containsExactlyInAnyOrder(
            "cache-write",
            "cache-read",
            "segments-get",
            "segments-list",
            "segments-scan",
            "local-list",
            "restart");
    assertThat(Files.readString(directory.resolve("results/growth.md")))
        .contains("## Growth", "| operation | µs | exponent |", "| restart | ");
  }

  @Test
  void directStoresAreComparedWithFioPastThePageCache() {
    assertThat(Scenarios.all().stream().filter(each -> each.name().equals("local-store")))
        .singleElement()
        .satisfies(scenario -> {
          assertThat(scenario.floorOf("direct")).isEqualTo("fio-direct");
          assertThat(scenario.floorOf("file")).isEqualTo("fio");
        });
  }
}
