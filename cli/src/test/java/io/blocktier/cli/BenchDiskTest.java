package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BenchDiskTest {

  private static final List<Object> SHORT = List.of("--length", "10ms", "--file-size", "16MiB");

  @TempDir private Path directory;

  private static Outcome bench(Object... args) {
    List<Object> all = new ArrayList<>(List.of("bench", "disk"));
    all.addAll(SHORT);
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  @Test
  void everythingIsMeasuredAndNothingIsLeft() throws Exception {
    Outcome outcome = bench(directory, "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonNode json = outcome.json();
    for (String what :
        List.of(
            "write 4 KiB, force",
            "write 64 x 4 KiB, force",
            "write 4 KiB, no force",
            "rename, force directory",
            "write 16 x 1 MiB, force")) {
      JsonNode times = json.get("measured").get(what);
      assertThat(times.get("calls").asLong()).as(what).isPositive();
      assertThat(times.get("p50_ms").asDouble()).as(what).isPositive();
      assertThat(times.get("worst_ms").asDouble())
          .as(what)
          .isGreaterThanOrEqualTo(times.get("p50_ms").asDouble());
    }
    assertThat(json.get("file_system").asString()).isNotEmpty();
    assertThat(json.get("free_bytes").asLong()).isPositive();
    assertThat(json.get("abilities").get("durable rename").asString()).isEqualTo("yes");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void peopleGetATableWithAVerdictAndSettings() {
    Outcome outcome = bench(directory);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains(
            "write 4 KiB, force", "p99", "forced writes: ", "direct I/O", "settings that suit");
  }

  @Test
  void settingsThatAreRecommendedAreAcceptedByTheirReader() throws Exception {
    Path odd = Files.createDirectory(directory.resolve("it's a #disk: 'odd'"));
    Path yaml = directory.resolve("disk.yaml");
    Files.writeString(yaml, bench(odd, "--json").json().get("yaml").asString());
    Outcome check = Cli.run("config", "check", yaml);
    assertThat(check.status()).as(check.err()).isZero();
    assertThat(check.out()).contains("path=" + odd.toRealPath() + "/cache", "durability=");
  }

  @Test
  void interruptedMeasurementEndsWith130AndLeavesNothing() throws Exception {
    Cancellation cancellation = new Cancellation(Thread.currentThread());
    try (var user = Executors.newVirtualThreadPerTaskExecutor()) {
      user.execute(() -> {
        while (isEmpty(directory)) {
          Thread.onSpinWait();
        }
        cancellation.cancel(Duration.ofSeconds(60));
      });
      Outcome outcome =
          new Cli()
              .execute(
                  cancellation,
                  "bench",
                  "disk",
                  directory,
                  "--length",
                  "10m",
                  "--file-size",
                  "16MiB");
      assertThat(outcome.status()).isEqualTo(130);
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static boolean isEmpty(Path directory) {
    String[] names = directory.toFile().list();
    return names == null || names.length == 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "-1s", "1", "11m", "x", "", "9ms", "99999999999999999999s"})
  void absurdLengthsAreRefused(String length) {
    Outcome outcome = Cli.run("bench", "disk", "--length", length, directory);
    LocalStoreTest.assertFails(outcome, 2, "--length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1MiB", "17GiB", "x", "", "-16MiB"})
  void absurdFileSizesAreRefused(String size) {
    Outcome outcome = Cli.run("bench", "disk", "--file-size", size, directory);
    LocalStoreTest.assertFails(outcome, 2, "--file-size");
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws Exception {
    LocalStoreTest.assertFails(Cli.run("bench", "disk"), 2, "DIR");
    LocalStoreTest.assertFails(Cli.run("bench", "disk", ""), 2, "no directory is named");
    LocalStoreTest.assertFails(
        Cli.run("bench", "disk", directory.resolve("none")), 4, "no such directory");
    Path file = Files.write(directory.resolve("file"), new byte[1]);
    LocalStoreTest.assertFails(Cli.run("bench", "disk", file), 2, "no directory");
  }

  @Test
  void verbsOfTheSourceTreeSayWhereTheyAre() {
    for (String verb : List.of("compare", "jmh", "guard")) {
      LocalStoreTest.assertFails(
          Cli.run("bench", verb, "x", "--y"), 2, "'bench " + verb + "' is not part", "source tree");
    }
    LocalStoreTest.assertFails(Cli.run("bench"), 2, "disk or store");
  }
}
