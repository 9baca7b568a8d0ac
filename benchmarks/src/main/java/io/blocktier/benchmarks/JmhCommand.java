package io.blocktier.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Hot paths, one at a time, in processes that JMH forks. */
@Command(
    name = "jmh",
    versionProvider = TreeVersion.class,
    customSynopsis = "blocktier bench jmh [PATTERN] [JMH OPTIONS]",
    description = {
      "Measure hot paths with JMH, with the figures of allocation (-prof gc) unless other profilers"
          + " are asked for.",
      "PATTERN is a regular expression on names of classes and methods; without it everything is"
          + " measured. All options of JMH are taken: -l lists benchmarks, -h shows the options.",
      "Unless others are given: 1 fork, 3 warm-ups and 5 iterations of a second each."
    },
    footer = {"", "Example: blocktier bench jmh Checksum -p size=4096 -rf json -rff out.json"})
final class JmhCommand implements Callable<Integer> {

  private static final int FORKS = 1;
  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 5;

  private final PrintStream out;

  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Unmatched private List<String> arguments = new ArrayList<>();

  JmhCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    CommandLineOptions given = given();
    if (given.shouldHelp()) {
      given.showHelp();
      return 0;
    }
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
    if (given.getProfilers().isEmpty()) {
      options.addProfiler(GCProfiler.class);
    }
    if (!given.getForkCount().hasValue()) {
      options.forks(FORKS);
    }
    if (!given.getWarmupIterations().hasValue()) {
      options.warmupIterations(WARM_UPS).warmupTime(TimeValue.seconds(1));
    }
    if (!given.getMeasurementIterations().hasValue()) {
      options.measurementIterations(ITERATIONS).measurementTime(TimeValue.seconds(1));
    }
    if (!given.shouldFailOnError().hasValue()) {
      options.shouldFailOnError(true);
    }
    return run(given, new Runner(options.build()));
  }

  private CommandLineOptions given() {
    try {
      return new CommandLineOptions(arguments.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw new UsageException(
          "JMH refuses its options: " + e.getMessage(), "'blocktier bench jmh -h' lists them");
    }
  }

  private int run(CommandLineOptions given, Runner runner) throws IOException {
    try {
      if (given.shouldList()) {
        runner.list();
      } else if (given.shouldListWithParams()) {
        runner.listWithParams(given);
      } else if (given.shouldListProfilers()) {
        given.listProfilers();
      } else if (given.shouldListResultFormats()) {
        given.listResultFormats();
      } else if (runner.run().isEmpty()) {
        return Main.FAILED;
      }
      out.flush();
      return 0;
    } catch (NoBenchmarksException e) {
      throw new UsageException(
          "no benchmark matches " + given.getIncludes(), "'blocktier bench jmh -l' lists them");
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "a pattern is no regular expression: " + e.getDescription() + " in " + e.getPattern(),
          "write '.*' for any characters");
    } catch (RunnerException e) {
      throw new IOException("JMH failed: " + e.getMessage(), e);
    }
  }
}
