package io.blocktier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.benchmarks.guard.Baseline;
import io.blocktier.benchmarks.guard.GuardedRatio;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardCommandTest {

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  /** Really measures, with what the ratio was made up. */
  private int guard(double ratio, String... more) throws IOException {
    Path baseline = directory.resolve("baseline.json");
    Baseline.write(
        baseline,
        List.of(
            new GuardedRatio("durable-writes", "256B-x8", "file-channel", "group-commit", ratio)));
    Path work = Files.createDirectories(directory.resolve("work"));
    List<String> args =
        List.of(
            "guard",
            "--baseline",
            baseline.toString(),
            "--directory",
            work.toString(),
            "--rounds",
            "2",
            "--length",
            "50ms",
            "--warm-up",
            "10ms");
    int status = run(Stream.concat(args.stream(), Stream.of(more)).toArray(String[]::new));
    assertThat(work).isEmptyDirectory();
    return status;
  }

  @Test
  void aRatioThatHoldsIsSuccess() throws IOException {
    assertThat(guard(1e-9)).as(() -> err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("held   durable-writes 256B-x8: file-channel to group-commit was 1.00e-09, is ");
  }

  @Test
  void aRatioThatFellIsAFailureWithItsName() throws IOException {
    assertThat(guard(1e9)).isEqualTo(Main.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("again  durable-", "FELL   durable-");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("this ratio fell: durable-writes 256B-x8: file-channel to group-commit");
  }

  @Test
  void theBaselineIsUpdatedOnDemand() throws IOException {
    assertThat(guard(1e9, "--update")).isZero();
    assertThat(Baseline.read(directory.resolve("baseline.json")).getFirst().ratio())
        .isBetween(1e-6, 1e6);
  }

  @Test
  void theBaselineOfTheRepositoryNamesWhatThereIs() throws IOException {
    for (GuardedRatio ratio : Baseline.read(Path.of("baseline.json"))) {
      Scenario scenario =
          Scenarios.all().stream()
              .filter(each -> each.name().equals(ratio.scenario()))
              .findFirst()
              .orElseThrow();
      assertThat(scenario.cells()).anyMatch(cell -> cell.label().equals(ratio.cell()));
      assertThat(scenario.contenders().stream().map(Contender::name))
          .contains(ratio.contender(), ratio.floor());
      assertThat(scenario.floorOf(ratio.contender())).isEqualTo(ratio.floor());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "guard --baseline /no/such/file | there is no baseline",
        "guard --baseline pom.xml | is no baseline",
        "guard --tolerance 1 | from 0 to 0.99",
        "guard --tolerance -1 | from 0 to 0.99",
        "guard --tolerance x | 'x'",
        "guard --rounds 0 | from 1 to 100",
        "guard --length 1ms | out of bounds",
        "guard --directory /no/such/directory | is no directory that can be written"
      })
  void absurdCommandLinesAreRefusedWithTheUsageStatus(String line, String reason) {
    assertThat(run(line.split(" "))).isEqualTo(Main.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("blocktier: ").contains(reason);
  }
}
