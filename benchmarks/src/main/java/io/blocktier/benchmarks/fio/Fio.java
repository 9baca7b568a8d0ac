package io.blocktier.benchmarks.fio;

import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Starts fio, and reads what it says. */
public final class Fio {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Duration LAYOUT_TIME = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 20;

  private Fio() {}

  /** What fio counts. */
  public enum Direction {
    /** Reads. */
    READ,
    /** Writes. */
    WRITE
  }

  /**
   * Tells why fio cannot be asked, if so.
   *
   * @return the reason
   */
  public static Optional<String> absence() {
    return executable().isPresent()
        ? Optional.empty()
        : Optional.of("fio is not on the PATH; apt-get install fio");
  }

  /**
   * Tells which fio there is.
   *
   * @return its version, or {@code none}
   */
  public static String version() {
    return executable().map(Fio::versionOf).orElse("none");
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

  /**
   * Runs it once.
   *
   * @param directory where its files are, from one run to the next
   * @param direction what is counted
   * @param options what it does; how long, and how it answers, is added
   * @param length how long
   * @return what it did, with the memory and the processor time of its process
   * @throws IOException if it fails, or takes much longer
   * @throws InterruptedException if the caller is interrupted
   */
  public static Sample run(
      Path directory, Direction direction, List<String> options, Duration length)
      throws IOException, InterruptedException {
    ProcessFigures before = ProcessFigures.now(directory);
    Path answer = directory.resolve("answer.json");
    Process process =
        new ProcessBuilder(command(direction, options, length))
            .directory(directory.toFile())
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long peak = await(process, length.plus(LAYOUT_TIME));
    String counted = direction == Direction.READ ? "read" : "write";
    JsonNode did = JSON.readTree(answer.toFile()).path("jobs").path(0).path(counted);
    return Sample.ofProcess(
            did.path("total_ios").asLong(),
            did.path("runtime").asLong() / 1e3,
            did.path("io_bytes").asLong(),
            before,
            ProcessFigures.now(directory))
        .ofOther(peak);
  }

  private static List<String> command(Direction direction, List<String> options, Duration length)
      throws IOException {
    Path fio = executable().orElseThrow(() -> new IOException("fio is not on the PATH"));
    List<String> command = new ArrayList<>();
    command.add(fio.toString());
    command.add("--name=" + (direction == Direction.READ ? "read" : "write"));
    command.addAll(options);
    command.addAll(
        List.of(
            "--thread",
            "--time_based",
            "--runtime=" + length.toMillis() + "ms",
            "--group_reporting",
            "--output-format=json"));
    return command;
  }

  /** The most memory of a process is known only as long as it is there. */
  private static long await(Process process, Duration patience)
      throws IOException, InterruptedException {
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
}
