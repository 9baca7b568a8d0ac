package io.blocktier.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.benchmarks.measure.Spread;
import io.blocktier.benchmarks.trial.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  @TempDir Path directory;

  private CellResult run(FakeScenario scenario, int rounds, List<String> worker) throws Exception {
    return run(scenario, scenario.cells().getFirst(), rounds, worker);
  }

  private CellResult run(FakeScenario scenario, Cell cell, int rounds, List<String> worker)
      throws Exception {
    CompareOptions options =
        new CompareOptions(directory, rounds, Duration.ofMillis(1), Duration.ZERO, 1, worker);
    return new Comparison(scenario, scenario.contenders(), options, _ -> {}).run(cell);
  }

  @Test
  void whoeverCannotDoACellIsNotInItsTable() throws Exception {
    FakeScenario scenario = new FakeScenario(false);
    Cell cell = scenario.cells().getLast();
    assertThat(run(scenario, cell, 1, fakeWorker()).rows())
        .extracting(Row::contender)
        .containsExactly("slow", "fast");
    assertThat(diary()).noneMatch(line -> line.startsWith("broken"));
  }

  static List<String> fakeWorker() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        FakeWorkerMain.class.getName());
  }

  private List<String> diary() throws Exception {
    return Files.readAllLines(directory.resolve(FakeScenario.DIARY));
  }

  @Test
  void contendersTakeTurnsAndWhoeverFailsIsOut() throws Exception {
    CellResult result = run(new FakeScenario(false), 2, fakeWorker());
    assertThat(diary())
        .containsSubsequence("slow prepares", "fast prepares", "broken prepares")
        .containsSubsequence("slow round", "fast round", "broken round", "slow round", "fast round")
        .containsOnlyOnce("broken round")
        .contains("broken closes", "slow closes", "fast closes");
    assertThat(result.rows()).extracting(Row::contender).containsExactly("slow", "fast", "broken");
    Row fast = result.rows().get(1);
    assertThat(fast.samples()).hasSize(2);
    assertThat(result.toFloor(fast, "slow", new FakeScenario(false).headline()))
        .contains(new Spread(2, 2, 2, 2));
    assertThat(fast.cpuMicros().median()).isEqualTo(2500);
    assertThat(fast.allocatedBytes().orElseThrow().median()).isEqualTo(5);
    assertThat(fast.writtenForEach().orElseThrow().median()).isEqualTo(2);
    assertThat(fast.acknowledgement().orElseThrow().lag())
        .hasToString("p50 1 ms, p99 2 ms: until somewhere");
    Row broken = result.rows().get(2);
    assertThat(broken.samples()).isEmpty();
    assertThat(broken.failure().orElseThrow())
        .contains("broken failed in tiny", "nothing was done in a round");
    assertThat(result.toFloor(broken, "slow", new FakeScenario(false).headline())).isEmpty();
  }

  @Test
  void startsAreMeasuredInNewProcessesOverWhatWasPrepared() throws Exception {
    run(new FakeScenario(true), 2, fakeWorker());
    assertThat(diary().stream().filter(line -> line.startsWith("fast")))
        .containsExactly(
            "fast prepares",
            "fast closes",
            "fast round",
            "fast closes",
            "fast round",
            "fast closes");
  }

  @Test
  void workerThatCannotStartIsARowThatSaysSo() throws Exception {
    CellResult result = run(new FakeScenario(false), 1, List.of("sh", "-c", "echo no >&2; exit 3"));
    assertThat(result.rows())
        .allSatisfy(row -> assertThat(row.failure().orElseThrow()).contains("failed in tiny"));
  }

  @Test
  void directoriesOfContendersAreRemoved() throws Exception {
    run(new FakeScenario(false), 1, fakeWorker());
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }
}
