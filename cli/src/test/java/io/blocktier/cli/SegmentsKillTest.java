package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes records is killed with SIGKILL; another one reads them. */
@Timeout(300)
class SegmentsKillTest {

  private static final int ACKNOWLEDGED = 25;
  private static final int ROUNDS = 2;

  @TempDir private Path temp;

  @Test
  void acknowledgedRecordsAreThereBehindAKill() throws Exception {
    Path config = SegmentsConfig.write(temp, temp.resolve("store"), "");
    for (int round = 0; round < ROUNDS; round++) {
      writeUntilKilled(config, round);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < ACKNOWLEDGED; i++) {
        Outcome get = Cli.run("--config", config, "segments", "get", key(round, i));
        assertThat(get.out()).as(get.err()).isEqualTo(value(round, i));
      }
    }
    Outcome count = Cli.run("--config", config, "segments", "scan", "--count", "--json");
    assertThat(count.json().get("records").asLong()).isEqualTo(ROUNDS * ACKNOWLEDGED);
  }

  /** Has one line acknowledged behind the other, and leaves standard input open. */
  private static void writeUntilKilled(Path config, int round)
      throws IOException, InterruptedException {
    Process process = start(config);
    try {
      BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
      OutputStream lines = process.getOutputStream();
      for (int i = 0; i < ACKNOWLEDGED; i++) {
        String line = key(round, i) + "\t" + value(round, i) + "\n";
        lines.write(line.getBytes(StandardCharsets.UTF_8));
        lines.flush();
        assertThat(answers.readLine()).contains("\"records\":" + (i + 1) + ",");
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).as("it did not end in order").isEqualTo(137);
  }

  private static Process start(Path config) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--config",
            config.toString(),
            "segments",
            "import",
            "-",
            "--batch",
            "1",
            "--json");
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String key(int round, int number) {
    return "round " + round + "/" + number;
  }

  private static String value(int round, int number) {
    return "value " + number * 31 + " of " + round;
  }
}
