package io.blocktier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Peers in class paths of their own, for a moment each; those that are not built are skipped. */
class PeerComparisonTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static Contender contender(String scenario, String name) {
    return Scenarios.all().stream()
        .filter(each -> each.name().equals(scenario))
        .map(Scenario::contenders)
        .flatMap(List::stream)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "s3-client, accelerator, GET-4KiB-x1-gateway",
    "s3-client, s3a, GET-4KiB-x1-gateway",
    "s3-client, s3a-classic, PUT-4KiB-x1-gateway",
    "s3-client, s3a-classic, RANGE-64KiB-x1-gateway",
    "s3-client, iceberg, PUT-4KiB-x1-gateway",
    "s3-client, iceberg, RANGE-64KiB-x1-gateway",
    "durable-writes, bookkeeper, 256B-x8",
    "cache-reads, alluxio, zipf-0.5x"
  })
  void peerDoesARound(String scenario, String name, String cell) throws Exception {
    Optional<String> absence = contender(scenario, name).absence();
    assumeTrue(absence.isEmpty(), () -> name + ": " + absence.orElseThrow());
    Path results = directory.resolve("results");
    int status =
        run(
            "compare",
            scenario,
            "--contenders",
            name,
            "--cells",
            cell,
            "--rounds",
            "1",
            "--length",
            "10ms",
            "--warm-up",
            "0ms",
            "--heap",
            "192m",
            "--directory",
            directory.toString(),
            "--output",
            results.toString());
    assertThat(status).as(() -> err.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode json =
        JsonMapper.shared().readTree(Files.readString(results.resolve(scenario + ".json")));
    JsonNode row = json.path("cells").path(0).path("rows").path(0);
    assertThat(row.path("contender").asString()).isEqualTo(name);
    assertThat(row.path("rate").path("median").asDouble()).isPositive();
  }

  @Test
  void peerThatIsNotBuiltIsListedWithWhatBuildsIt() {
    assertThat(run("compare", "s3-client", "--list")).isZero();
    String list = out.toString(StandardCharsets.UTF_8);
    contender("s3-client", "s3a")
        .absence()
        .ifPresentOrElse(
            why -> assertThat(list).contains("s3a (not built)", "(cannot take part: " + why),
            () -> assertThat(list).containsPattern("s3a \\d+\\.\\d+\\.\\d+: "));
  }

  @Test
  void acceleratorHasNoRowWhereObjectsAreWritten() {
    Scenario clients =
        Scenarios.all().stream()
            .filter(each -> each.name().equals("s3-client"))
            .findFirst()
            .orElseThrow();
    assertThat(
            clients.cells().stream()
                .filter(contender("s3-client", "accelerator")::does)
                .map(cell -> cell.label().split("-", 2)[0])
                .distinct())
        .containsExactlyInAnyOrder("GET", "RANGE");
  }
}
