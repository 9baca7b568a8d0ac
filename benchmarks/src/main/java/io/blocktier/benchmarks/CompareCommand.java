package io.blocktier.benchmarks;

import static java.util.stream.Collectors.joining;

import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.harness.CompareOptions;
import io.blocktier.benchmarks.measure.Machine;
import io.blocktier.benchmarks.report.Report;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Contenders side by side, in turns. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = TreeVersion.class,
    description = {
      "Measure Blocktier beside what else there is: each contender in a JVM of its own, the same"
          + " data, rounds in turns (A B A B ...), medians with their spread.",
      "Writes SCENARIO.md, SCENARIO.json and SCENARIO.svg. The machine should have nothing else to"
          + " do; where the spread is wide, it had."
    },
    footer = {
      "",
      "Example: blocktier bench compare durable-writes --cells '4KiB-*' --directory /mnt/disk"
    })
final class CompareCommand implements Callable<Integer> {

  private static final int MAX_ROUNDS = 1000;
  private static final Duration LEAST_LENGTH = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final String TEMPORARY = "/var/tmp"; // on a disk, where /tmp may be in memory

  private final String[] line;
  private final PrintStream out;
  private final PrintStream err;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = "What to measure (default: every scenario).")
  private @Nullable String scenario;

  @Option(names = "--list", description = "Say which scenarios, cells and contenders there are.")
  private boolean list;

  @Option(
      names = "--contenders",
      paramLabel = "NAME",
      split = ",",
      description = "Who takes part (default: all who can).")
  private @Nullable List<String> contenders;

  @Option(
      names = "--cells",
      paramLabel = "CELL",
      split = ",",
      description = "Which cells, with * for any characters (default: all).")
  private @Nullable List<String> cells;

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
      description = "How long a round takes, such as 500ms (default: ${DEFAULT-VALUE}).")
  private Duration length = Duration.ofSeconds(1);

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "15s",
      converter = Durations.class,
      description = "How long each does the same before (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ofSeconds(15);

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides the data (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "1g",
      description = "The heap of each contender's JVM, as in -Xmx (default: ${DEFAULT-VALUE}).")
  private String heap = "1g";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = TEMPORARY,
      description = "On the disk that is measured (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of(TEMPORARY);

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "bench-results",
      description = "Where the results go (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("bench-results");

  CompareCommand(String[] line, PrintStream out, PrintStream err) {
    this.line = line.clone();
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    check();
    if (list) {
      Choice.scenarios(scenario).forEach(this::list);
      return 0;
    }
    List<Choice> choices =
        Choice.scenarios(scenario).stream()
            .map(each -> Choice.of(each, contenders, cells))
            .toList();
    boolean failed = false;
    for (Choice choice : choices) {
      failed |= compare(choice);
    }
    return failed ? Main.FAILED : 0;
  }

  private void check() {
    if (rounds <= 0 || rounds > MAX_ROUNDS) {
      throw new UsageException("--rounds is " + rounds, "it has to be from 1 to " + MAX_ROUNDS);
    }
    if (length.compareTo(LEAST_LENGTH) < 0 || length.compareTo(LONGEST) > 0) {
      throw new UsageException("--length is out of bounds", "it has to be from 10ms to 10m");
    }
    if (warmUp.compareTo(LONGEST) > 0) {
      throw new UsageException("--warm-up is out of bounds", "it has to be at most 10m");
    }
    if (!heap.matches("[1-9]\\d{0,6}[mMgG]")) {
      throw new UsageException("--heap is '" + heap + "'", "it has to be like 512m or 2g");
    }
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new UsageException(
          "--directory " + directory + " is no directory that can be written",
          "name one on the disk that is to be measured");
    }
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new UsageException("--output " + output + " is no directory", "name another");
    }
  }

  private void list(Scenario each) {
    out.println(each.name());
    out.println("  " + each.description());
    out.println("  cells: " + String.join(", ", each.cells().stream().map(Cell::label).toList()));
    for (Contender contender : each.contenders()) {
      out.printf(
          Locale.ROOT,
          "  %s %s: %s%s%n",
          contender.name(),
          contender.version(),
          contender.settings(),
          contender.absence().map(why -> " (cannot take part: " + why + ")").orElse(""));
    }
  }

  private boolean compare(Choice choice) throws IOException {
    List<CellResult> results = new ArrayList<>();
    try (Workshop workshop =
        new Workshop(directory, choice.scenario(), choice.present(), this::options, err)) {
      Map<String, String> circumstances = circumstances(workshop.directory());
      for (Cell cell : choice.cells()) {
        results.add(workshop.comparison().run(cell));
        report(choice, circumstances, results); // what there is, should the rest be cut off
      }
    }
    return results.stream()
        .flatMap(cell -> cell.rows().stream())
        .anyMatch(row -> row.failure().isPresent());
  }

  private CompareOptions options(Path work) {
    return new CompareOptions(work, rounds, length, warmUp, seed, WorkerCommand.of(heap, work));
  }

  private void report(Choice choice, Map<String, String> circumstances, List<CellResult> results)
      throws IOException {
    circumstances.put("load after", Machine.load());
    new Report(choice.scenario(), circumstances, choice.present(), choice.absent(), results)
        .write(output);
    if (results.size() == choice.cells().size()) {
      out.println(Files.readString(output.resolve(choice.scenario().name() + ".md")));
      out.println("written to " + output.toAbsolutePath());
    }
  }

  private Map<String, String> circumstances(Path work) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", "`./blocktier bench " + String.join(" ", line) + "`");
    facts.put("Blocktier", TreeVersion.text());
    facts.putAll(Machine.describe(work));
    facts.put("JVM options", told(WorkerCommand.options(heap)));
    facts.put(
        "rounds",
        String.format(
            Locale.ROOT,
            "%d of %d ms in turns behind a warm-up of %d ms, seed %d",
            rounds,
            length.toMillis(),
            warmUp.toMillis(),
            seed));
    return facts;
  }

  /** Leaves out where this tree is, and what else the launcher tells, which make nothing faster. */
  static String told(List<String> options) {
    return options.stream()
        .filter(option -> !option.startsWith("-Dblocktier."))
        .collect(Collectors.joining(" "));
  }

  /** What was chosen of a scenario, and who of them can take part. */
  record Choice(
      Scenario scenario, List<Cell> cells, List<Contender> present, Map<String, String> absent) {

    static List<Scenario> scenarios(@Nullable String name) {
      if (name == null) {
        return Scenarios.all();
      }
      List<String> known = Scenarios.all().stream().map(Scenario::name).toList();
      return List.of(
          Scenarios.all().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown("scenario", name, known)));
    }

    static Choice of(
        Scenario scenario, @Nullable List<String> contenders, @Nullable List<String> cells) {
      List<Contender> present = new ArrayList<>();
      Map<String, String> absent = new LinkedHashMap<>();
      for (Contender contender : contenders(scenario, Optional.ofNullable(contenders))) {
        contender
            .absence()
            .ifPresentOrElse(
                why -> absent.put(contender.name(), why), () -> present.add(contender));
      }
      if (present.isEmpty()) {
        throw new UsageException("nobody can take part: " + absent, "choose others");
      }
      return new Choice(scenario, cells(scenario, Optional.ofNullable(cells)), present, absent);
    }

    private static List<Contender> contenders(Scenario scenario, Optional<List<String>> names) {
      List<String> known = scenario.contenders().stream().map(Contender::name).toList();
      List<String> chosen = names.orElse(known);
      chosen.stream()
          .filter(name -> !known.contains(name))
          .findFirst()
          .ifPresent(name -> {
            throw unknown("contender", name, known);
          });
      return scenario.contenders().stream().filter(each -> chosen.contains(each.name())).toList();
    }

    private static List<Cell> cells(Scenario scenario, Optional<List<String>> patterns) {
      List<String> known = scenario.cells().stream().map(Cell::label).toList();
      List<String> chosen = patterns.orElse(List.of("*"));
      for (String pattern : chosen) {
        if (known.stream().noneMatch(label -> matches(label, pattern))) {
          throw unknown("cell", pattern, known);
        }
      }
      return scenario.cells().stream()
          .filter(cell -> chosen.stream().anyMatch(pattern -> matches(cell.label(), pattern)))
          .toList();
    }

    private static boolean matches(String label, String pattern) {
      String expression =
          Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(joining(".*"));
      return label.matches(expression);
    }

    private static UsageException unknown(String what, String name, List<String> known) {
      return new UsageException(
          "there is no " + what + " '" + name + "'", "known are " + String.join(", ", known));
    }
  }
}
