package io.blocktier.benchmarks;

import io.blocktier.benchmarks.guard.Baseline;
import io.blocktier.benchmarks.guard.Guard;
import io.blocktier.benchmarks.guard.GuardedRatio;
import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.harness.CompareOptions;
import io.blocktier.benchmarks.harness.Row;
import io.blocktier.benchmarks.measure.Spread;
import io.blocktier.benchmarks.trial.Cell;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares ratios with what they were. */
@Command(
    name = "guard",
    mixinStandardHelpOptions = true,
    versionProvider = TreeVersion.class,
    description = {
      "Measure what is in the baseline again, each contender and its floor in turns, and fail where"
          + " a ratio is lower than it was by more than the tolerance, twice.",
      "Ratios, and not figures: they are much the same on another machine, and a slow minute makes"
          + " both sides slow."
    },
    footer = {"", "Example: blocktier bench guard --directory /mnt/disk"})
final class GuardCommand implements Callable<Integer> {

  private static final Path REPOSITORY_BASELINE =
      Path.of(System.getProperty("blocktier.root", ""), "benchmarks", "baseline.json");
  private static final int MAX_ROUNDS = 100;
  private static final Duration LEAST_LENGTH = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final String HEAP = "1g";

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "What the ratios were (default: benchmarks/baseline.json of the tree).")
  private Path baseline = REPOSITORY_BASELINE;

  @Option(
      names = "--tolerance",
      paramLabel = "PART",
      defaultValue = "0.3",
      description = "By which part one may be lower, 0 to 0.99 (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(names = "--update", description = "Write what was measured to the baseline.")
  private boolean update;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many rounds count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--length",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = Durations.class,
      description = "How long a round takes (default: ${DEFAULT-VALUE}).")
  private Duration length = Duration.ofSeconds(1);

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Durations.class,
      description = "How long each does the same before (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ofSeconds(5);

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = "/var/tmp",
      description = "On the disk that is measured (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("/var/tmp");

  GuardCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    check();
    List<GuardedRatio> was = ratios();
    was.forEach(GuardCommand::requirePresent); // before an hour is spent
    Guard.Outcome now = new Guard(tolerance, this::measure, out::println).check(was);
    if (update) {
      Baseline.write(baseline, now.measured());
      out.println("written to " + baseline.toAbsolutePath());
      return 0;
    }
    now.fallen().forEach(ratio -> err.println("blocktier: this ratio fell: " + ratio));
    return now.fallen().isEmpty() ? 0 : Main.FAILED;
  }

  private void check() {
    if (!(tolerance >= 0 && tolerance <= 0.99)) {
      throw new UsageException("--tolerance is " + tolerance, "it has to be from 0 to 0.99");
    }
    if (rounds <= 0 || rounds > MAX_ROUNDS) {
      throw new UsageException("--rounds is " + rounds, "it has to be from 1 to " + MAX_ROUNDS);
    }
    if (length.compareTo(LEAST_LENGTH) < 0
        || length.compareTo(LONGEST) > 0
        || warmUp.compareTo(LONGEST) > 0) {
      throw new UsageException(
          "--length or --warm-up is out of bounds", "they have to be from 10ms to 10m");
    }
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new UsageException(
          "--directory " + directory + " is no directory that can be written",
          "name one on the disk that is to be measured");
    }
  }

  private List<GuardedRatio> ratios() throws IOException {
    if (!Files.isRegularFile(baseline)) {
      throw new UsageException(
          "there is no baseline " + baseline, "name one, or start this in the source tree");
    }
    try {
      return Baseline.read(baseline);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          baseline + " is no baseline: " + e.getMessage(), "'git checkout' brings it back");
    }
  }

  private static void requirePresent(GuardedRatio ratio) {
    CompareCommand.Choice choice = choice(ratio);
    if (!choice.absent().isEmpty()) {
      throw new UsageException(
          ratio + " cannot be measured: " + choice.absent(), "install what is missing");
    }
  }

  private static CompareCommand.Choice choice(GuardedRatio ratio) {
    return CompareCommand.Choice.of(
        CompareCommand.Choice.scenarios(ratio.scenario()).getFirst(),
        List.of(ratio.contender(), ratio.floor()),
        List.of(ratio.cell()));
  }

  private Spread measure(GuardedRatio ratio) throws IOException {
    CompareCommand.Choice choice = choice(ratio);
    try (Workshop workshop =
        new Workshop(directory, choice.scenario(), choice.present(), this::options, err)) {
      Cell cell = choice.cells().getFirst();
      return ratio(ratio, workshop.comparison().run(cell), choice);
    }
  }

  private Spread ratio(GuardedRatio ratio, CellResult result, CompareCommand.Choice choice)
      throws IOException {
    for (Row row : result.rows()) {
      if (row.failure().isPresent()) {
        throw new IOException(ratio + ": " + row.contender() + " failed: " + row.failure().get());
      }
    }
    Optional<Spread> measured =
        result.rows().stream()
            .filter(row -> row.contender().equals(ratio.contender()))
            .findFirst()
            .flatMap(row -> result.toFloor(row, ratio.floor(), choice.scenario().headline()));
    return measured.orElseThrow(
        () -> new IOException(ratio + ": " + choice.absent() + " cannot take part"));
  }

  private CompareOptions options(Path work) {
    return new CompareOptions(work, rounds, length, warmUp, 1, WorkerCommand.of(HEAP, work));
  }
}
