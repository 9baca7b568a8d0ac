package io.blocktier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compare nothing | there is no scenario 'nothing'; known are durable-writes",
        "compare durable-writes --contenders oracle | there is no contender 'oracle'",
        "compare durable-writes --cells 5KiB-x1 | there is no cell '5KiB-x1'",
        "compare --rounds 0 | --rounds is 0",
        "compare --rounds 100000 | from 1 to 1000",
        "compare --rounds many | 'many'",
        "compare --length 1ms | from 10ms to 10m",
        "compare --length 1hour | no time such as 500ms",
        "compare --length -1s | no time such as",
        "compare --warm-up 11m | at most 10m",
        "compare --heap lots | has to be like 512m",
        "compare --heap 0m | has to be like 512m",
        "compare --directory /no/such/directory | is no directory that can be written",
        "compare --absurd | --absurd",
        "compare durable-writes restart-of-the-world again | again",
        "jmh ThereIsNoSuchBenchmark | no benchmark matches",
        "jmh -wi minus | JMH refuses its options",
        "weigh | weigh",
        "'' | no verb"
      })
  void absurdCommandLinesAreRefusedWithTheUsageStatus(String line, String reason) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(Main.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("blocktier: ").contains(reason);
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--help, Exit statuses:",
    "compare --help, --contenders=NAME",
    "jmh --help, -prof gc",
    "--version, blocktier bench"
  })
  void helpIsGiven(String line, String part) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(part);
    assertThat(err.size()).isZero();
  }

  @Test
  void listNamesCellsContendersAndHowTheyAreSetUp() {
    assertThat(run("compare", "durable-writes", "--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("4KiB-x64", "chronicle-queue", "blocktier")
        .containsPattern("rocksdb \\d+\\.\\d+\\.\\d+: WriteOptions\\.sync");
  }

  @Test
  void durableWritesAreComparedInProcessesOfTheirOwn() throws Exception {
    List<String> args = new ArrayList<>(List.of("compare", "durable-writes"));
    args.addAll(List.of("--contenders", "blocktier,group-commit,file-channel"));
    args.addAll(List.of("--cells", "256B-x8", "--rounds", "2", "--length", "50ms"));
    args.addAll(List.of("--warm-up", "10ms", "--heap", "128m"));
    args.addAll(List.of("--directory", directory.toString()));
    args.addAll(List.of("--output", directory.resolve("results").toString()));
    assertThat(run(args.toArray(String[]::new)))
        .as(() -> err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(Files.readString(directory.resolve("results/durable-writes.md")))
        .contains("| blocktier | ", "until the store beneath has it", "| file-channel | ");
    assertThat(directory.resolve("results/durable-writes.json")).isNotEmptyFile();
    assertThat(directory.resolve("results/durable-writes.svg")).isNotEmptyFile();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("results");
    }
  }

  @Test
  void aReportDoesNotTellWhereTheTreeIs() {
    assertThat(CompareCommand.told(List.of("-Xmx1g", "-Dblocktier.root=/home/me/x", "-Dother=1")))
        .isEqualTo("-Xmx1g -Dother=1");
  }
}
