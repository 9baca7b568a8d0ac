package io.blocktier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientComparisonTest {

  @TempDir Path directory;

  private String compare(String contenders, String cells) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args =
        List.of(
            "compare",
            "s3-client",
            "--contenders",
            contenders,
            "--cells",
            cells,
            "--rounds",
            "1",
            "--length",
            "50ms",
            "--warm-up",
            "10ms",
            "--heap",
            "192m",
            "--directory",
            directory.toString(),
            "--output",
            directory.resolve("results").toString());
    int status =
        Main.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(status).as(() -> err.toString(StandardCharsets.UTF_8)).isZero();
    return Files.readString(directory.resolve("results/s3-client.md"));
  }

  @Test
  void smallWritesOfEveryClientAreOneRequestEachAtTheCannedServer() throws Exception {
    assertThat(
            compare(
                "blocktier,sdk-sync,sdk-netty,sdk-crt,transfer-manager,opendal,minio",
                "PUT-4KiB-x16-canned"))
        .containsPattern("\\| blocktier \\| .* unbounded: the server keeps nothing .*\\| 1.00 \\|")
        .containsPattern("\\| transfer-manager \\| .* unbounded: .*\\| 1.00 \\|");
  }

  @Test
  void rangesComeFromAServerThatAnswersLate() throws Exception {
    assertThat(compare("blocktier,opendal", "RANGE-64KiB-x1-gateway-5ms"))
        .containsPattern("\\| blocktier \\| [1-9]")
        .containsPattern("\\| opendal \\| [1-9]");
  }

  @Test
  void largeReadsOfTheCannedServerAreWhole() throws Exception {
    assertThat(compare("blocktier,minio", "GET-4MiB-x1-canned"))
        .containsPattern("\\| blocktier \\| [1-9]")
        .containsPattern("\\| minio \\| [1-9]");
  }
}
