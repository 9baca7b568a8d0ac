package io.blocktier.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/** {@code blocktier bench}: measures, on this machine. */
@Command(
    name = "blocktier bench",
    mixinStandardHelpOptions = true,
    versionProvider = TreeVersion.class,
    synopsisSubcommandLabel = "VERB",
    description = "Measure Blocktier on this machine, alone and beside what else there is.",
    footer = {
      "",
      "Exit statuses:",
      "    0  everything was measured",
      "    1  a contender failed, a ratio fell, or something could not be written",
      "    2  the command line is not legal",
      "   70  a defect of this program"
    })
public final class Main implements Runnable {

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int INTERNAL = 70;

  private Main() {}

  /**
   * Runs one command and exits with its status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    CommandLine root =
        new CommandLine(new Main())
            .addSubcommand(new CompareCommand(args, out, err))
            .addSubcommand(new GuardCommand(out, err))
            .addSubcommand(new JmhCommand(out));
    return root.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, _) -> usage(e, err))
        .setExecutionExceptionHandler((e, verb, _) -> failed(e, verb, err))
        .execute(args);
  }

  @Override
  public void run() {
    throw new UsageException("no verb is given", "'blocktier bench --help' lists them");
  }

  private static int usage(ParameterException e, PrintStream err) {
    err.printf(
        Locale.ROOT,
        "blocktier: %s%n  '%s --help' shows how%n",
        e.getMessage(),
        e.getCommandLine().getCommandSpec().qualifiedName());
    return USAGE;
  }

  private static int failed(Exception e, CommandLine verb, PrintStream err) {
    if (e instanceof UsageException) {
      err.printf(
          Locale.ROOT,
          "blocktier: %s%n  '%s --help' shows how%n",
          e.getMessage(),
          verb.getCommandSpec().qualifiedName());
      return USAGE;
    }
    if (e instanceof IOException) {
      err.printf(Locale.ROOT, "blocktier: %s%n", e);
      return FAILED;
    }
    e.printStackTrace(err);
    return INTERNAL;
  }
}
