package io.blocktier.cli;

import io.blocktier.torture.Lane;
import io.blocktier.torture.LaneReport;
import io.blocktier.torture.Torture;
import io.blocktier.torture.TortureOptions;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves the promises of the cache and of local stores on this machine. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Cut the power of disks, kill writers, let system calls fail, and compare what is left with"
          + " what was acknowledged.",
      "Works in a directory of its own, which it removes. Lanes that need more than this machine"
          + " has are skipped, and say why. Exit status 8 means that a promise was broken.",
      "",
      "Lanes: power-cut (root, loop devices, mkfs.xfs), kill, syscalls (these and strace),"
          + " differential, fuzz. Of --config the store is taken, beneath the cache that is killed"
          + " and beside those that are compared; keys are below torture/."
    },
    footer = {"", "Example: blocktier torture --minutes 50 --directory /var/tmp"})
final class TortureCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long all lanes take together (default: a fixed number of rounds each).")
  private @Nullable Integer minutes;

  @Option(
      names = "--lanes",
      paramLabel = "LANE",
      split = ",",
      description = "What to do, in this order (default: everything).")
  private @Nullable List<String> lanes;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where to work, on the disk that is to be proven (default: that of temporary files).")
  private @Nullable Path directory;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides what is written, and when harm is done (default: by chance).")
  private @Nullable Long seed;

  TortureCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    TortureOptions options = options();
    session.print(options.toString(), Map.of("seed", options.seed()));
    session.out().flush();
    List<LaneReport> reports = new Torture(options, session.effects()).run(this::print);
    return reports.stream().allMatch(report -> report.outcome() != LaneReport.Outcome.FAILED)
        ? ExitCode.OK.status()
        : ExitCode.CORRUPT.status();
  }

  private TortureOptions options() {
    if (minutes != null && minutes <= 0) {
      throw CommandException.usage("--minutes has to be positive", "leave it out for a short run");
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    return new TortureOptions(
        lanes(),
        (directory == null ? temporary : directory).toAbsolutePath(),
        session.options().config(),
        session.environment(),
        Optional.ofNullable(minutes).map(Duration::ofMinutes),
        seed == null ? session.effects().random().nextLong() : seed,
        command());
  }

  private List<Lane> lanes() {
    if (lanes == null) {
      return List.of(Lane.values());
    }
    List<Lane> chosen = new ArrayList<>();
    for (String label : lanes) {
      chosen.add(Lane.of(label).orElseThrow(() -> unknown(label)));
    }
    return chosen;
  }

  private static CommandException unknown(String label) {
    String known = Arrays.stream(Lane.values()).map(Lane::label).collect(Collectors.joining(", "));
    return CommandException.usage(
        String.format(Locale.ROOT, "there is no lane '%s'", label), "known are " + known);
  }

  /** How this very program was started, less its arguments. */
  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path", ""),
        Main.class.getName());
  }

  private void print(LaneReport report) {
    session.print(text(report), json(report));
    session.out().flush();
  }

  private static String text(LaneReport report) {
    String counts =
        report.counts().entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    String head =
        String.format(
            Locale.ROOT,
            "%-12s %-7s %7.1fs  %s",
            report.lane().label(),
            report.outcome().name().toLowerCase(Locale.ROOT),
            report.time().toMillis() / 1e3,
            counts);
    return report.details().stream().map(detail -> "\n  " + detail).reduce(head, String::concat);
  }

  private static Map<String, Object> json(LaneReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lane", report.lane().label());
    json.put("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
    json.put("seconds", Units.round(report.time().toMillis() / 1e3, 1));
    report.counts().forEach((name, count) -> json.put(name.replace(' ', '_'), count));
    json.put("details", report.details());
    return json;
  }
}
