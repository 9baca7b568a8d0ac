package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * fio: a file of each job's own, written and synced: what the disk does for independent writers.
 */
final class FioContender implements Contender {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final long LEAST_BYTES = 1L << 20;
  private static final Duration LAYOUT_TIME = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 20;

  @Override
  public String name() {
    return "fio";
  }

  @Override
  public String version() {
    return executable().map(FioContender::versionOf).orElse("none");
  }

  @Override
  public String settings() {
    return "rw=write, ioengine=sync, fdatasync=1, a job and a file for each writer, files written"
        + " before (overwrite=1), threads";
  }

  @Override
  public String durability() {
    return "each write synced (fdatasync) in a file of its own";
  }

  @Override
  public Optional<String> absence() {
    return executable().isPresent()
        ? Optional.empty()
        : Optional.of("fio is not on the PATH; apt-get install fio");
  }

  private static Optional<Path> executable() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, "fio"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String versionOf(Path fio) {
    try {
      Process process = new ProcessBuilder(fio.toString(), "--version").start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }

  @Override
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    WriteCell cell = WriteCell.of(trial.cell(), trial.directory());
    return new Jobs(executable().orElseThrow(() -> new IOException("no fio")), cell);
  }

  /** One run of fio for each round. */
  private record Jobs(Path fio, WriteCell cell) implements Subject {

    @Override
    public Sample round(Duration length) throws Exception {
      ProcessFigures before = ProcessFigures.now(cell.directory());
      Path answer = cell.directory().resolve("answer.json");
      Process process =
          new ProcessBuilder(command(length))
              .directory(cell.directory().toFile())
              .redirectOutput(answer.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long peak = await(process, length.plus(LAYOUT_TIME));
      JsonNode write = JSON.readTree(answer.toFile()).path("jobs").path(0).path("write");
      return Sample.ofProcess(
              write.path("total_ios").asLong(),
              write.path("runtime").asLong() / 1e3,
              write.path("io_bytes").asLong(),
              before,
              ProcessFigures.now(cell.directory()))
          .ofOther(peak);
    }

    private List<String> command(Duration length) {
      long bytes = Math.max(LEAST_BYTES, (long) cell.keysOfWriter() * cell.blockBytes());
      return List.of(
          fio.toString(),
          "--name=write",
          "--rw=write",
          "--ioengine=sync",
          "--fdatasync=1",
          "--overwrite=1",
          "--bs=" + cell.blockBytes(),
          "--size=" + bytes,
          "--numjobs=" + cell.writers(),
          "--thread",
          "--time_based",
          "--runtime=" + length.toMillis() + "ms",
          "--group_reporting",
          "--output-format=json");
    }

    /** The most memory of a process is known only as long as it is there. */
    private static long await(Process process, Duration patience) throws Exception {
      long end = System.nanoTime() + patience.toNanos();
      long peak = 0;
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, ProcessFigures.peakOf(Long.toString(process.pid())));
        if (System.nanoTime() > end) {
          process.destroyForcibly();
          throw new IOException("fio did not end within " + patience);
        }
      }
      if (process.exitValue() != 0) {
        throw new IOException("fio ended with status " + process.exitValue());
      }
      return peak;
    }

    @Override
    public void close() {}
  }
}
