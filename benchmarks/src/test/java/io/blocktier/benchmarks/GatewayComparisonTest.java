package io.blocktier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GatewayComparisonTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String compare(String contenders, String cells) throws Exception {
    List<String> args =
        List.of(
            "compare",
            "gateway",
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
    assertThat(run(args.toArray(String[]::new)))
        .as(() -> err.toString(StandardCharsets.UTF_8))
        .isZero();
    return Files.readString(directory.resolve("results/gateway.md"));
  }

  @Test
  void readsAndWritesOfOneServerThatForcesAndOneThatDoesNotAreCompared() throws Exception {
    assertThat(compare("blocktier,blocktier-unforced", "GET-4KiB-x1,PUT-4MiB-x1"))
        .contains("## GET-4KiB-x1", "## PUT-4MiB-x1")
        .containsPattern("\\| blocktier \\| [0-9.]*[1-9].* none: forced before it is acknowledged")
        .containsPattern(
            "\\| blocktier-unforced \\| [0-9.]*[1-9].* unbounded: whenever the system");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("results");
    }
  }

  @Test
  void theCacheSaysHowLongWhatItAcknowledgedTakesToItsStore() throws Exception {
    assertThat(compare("blocktier-cached", "PUT-4KiB-x16"))
        .containsPattern(
            "\\| blocktier-cached \\| [0-9.]*[1-9].* (p50 [0-9]+ ms|nothing has arrived)");
  }

  @Test
  void listingsAndDeletionsAreMeasured() throws Exception {
    assertThat(compare("blocktier-unforced", "LIST-1k-x16,DELETE-1k-x16"))
        .containsPattern("(?s)## LIST-1k-x16.*\\| blocktier-unforced \\| [0-9.]*[1-9]")
        .containsPattern("(?s)## DELETE-1k-x16.*\\| blocktier-unforced \\| [0-9.]*[1-9]");
  }

  @Test
  void directoryBucketsAndNewObjectsAreMeasured() throws Exception {
    assertThat(compare("blocktier-unforced", "NEW-4KiB-x16,APPEND-4KiB-x16,SESSION-zonal-x1"))
        .containsPattern("(?s)## NEW-4KiB-x16.*\\| blocktier-unforced \\| [0-9.]*[1-9]")
        .containsPattern("(?s)## APPEND-4KiB-x16.*\\| blocktier-unforced \\| [0-9.]*[1-9]")
        .containsPattern("(?s)## SESSION-zonal-x1.*\\| blocktier-unforced \\| [0-9.]*[1-9]");
  }

  @Test
  void serversOutsideThisProcessSayWhyTheyCannotTakePart() {
    assertThat(run("compare", "gateway", "--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("s3proxy \\w+: .*cannot take part: its script .ci/servers/s3proxy.sh")
        .containsPattern("ceph-rgw .*cannot take part: its script .ci/servers/ceph-rgw.sh");
  }
}
