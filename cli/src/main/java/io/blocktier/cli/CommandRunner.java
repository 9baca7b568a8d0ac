package io.blocktier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command line, runs its verb, and turns whatever comes of it into an exit status. */
final class CommandRunner {

  private static final int LEAST_HELP_WIDTH = 80;

  private CommandRunner() {}

  static int run(String[] args, Session session) {
    StringWriter help = new StringWriter();
    try {
      requireText(args);
      int status = commandLine(session, new PrintWriter(help)).execute(args);
      session.out().bytes(StandardCharsets.UTF_8.encode(help.toString()));
      session.out().flush();
      return status;
    } catch (RuntimeException | Error e) {
      return failed(e, session);
    }
  }

  private static CommandLine commandLine(Session session, PrintWriter help) {
    CommandLine root = new CommandLine(new RootCommand(session));
    verbs(session).forEach(root::addSubcommand);
    root.getCommandSpec().usageMessage().footer(exitStatuses());
    return root.setOut(help)
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setUsageHelpWidth(Math.max(LEAST_HELP_WIDTH, session.console().width()))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, args) -> failed(usage(e), session))
        .setExecutionExceptionHandler((e, verb, parsed) -> failed(e, session));
  }

  private static List<Object> verbs(Session session) {
    CommandLine config =
        new CommandLine(new ConfigCommand())
            .addSubcommand(new ConfigCheckCommand(session))
            .addSubcommand(new ConfigReferenceCommand(session));
    CommandLine quarantine =
        new CommandLine(new QuarantineCommand())
            .addSubcommand(new QuarantineListCommand(session))
            .addSubcommand(new QuarantineRetryCommand(session))
            .addSubcommand(new QuarantineDropCommand(session));
    CommandLine bench =
        new CommandLine(new BenchCommand())
            .addSubcommand(new BenchDiskCommand(session))
            .addSubcommand(new BenchStoreCommand(session))
            .addSubcommand("compare", BenchElsewhereCommand.line())
            .addSubcommand("jmh", BenchElsewhereCommand.line())
            .addSubcommand("guard", BenchElsewhereCommand.line());
    return List.of(
        new LsCommand(session),
        new StatCommand(session),
        new PutCommand(session),
        new GetCommand(session),
        new CpCommand(session),
        new RmCommand(session),
        new ProbeCommand(session),
        bench,
        new StatusCommand(session),
        new FlushCommand(session),
        new DrainCommand(session),
        new WarmCommand(session),
        new EvictCommand(session),
        quarantine,
        segments(session),
        config,
        new DemoCommand(session),
        new DemoWriteCommand(session),
        new DemoReadCommand(session),
        new ServeCommand(session),
        new TortureCommand(session));
  }

  private static CommandLine segments(Session session) {
    CommandLine snapshot =
        new CommandLine(new SegmentsSnapshotCommand())
            .addSubcommand(new SnapshotLsCommand(session))
            .addSubcommand(new SnapshotCreateCommand(session))
            .addSubcommand(new SnapshotDropCommand(session));
    return new CommandLine(new SegmentsCommand())
        .addSubcommand(new SegmentsPutCommand(session))
        .addSubcommand(new SegmentsGetCommand(session))
        .addSubcommand(new SegmentsRmCommand(session))
        .addSubcommand(new SegmentsScanCommand(session))
        .addSubcommand(new SegmentsImportCommand(session))
        .addSubcommand(new SegmentsFlushCommand(session))
        .addSubcommand(new SegmentsLsCommand(session))
        .addSubcommand(new SegmentsInfoCommand(session))
        .addSubcommand(snapshot)
        .addSubcommand(new SegmentsArchiveCommand(session))
        .addSubcommand(new SegmentsRestoreCommand(session))
        .addSubcommand(new SegmentsTierCommand(session))
        .addSubcommand(new SegmentsPinCommand(session))
        .addSubcommand(new SegmentsUnpinCommand(session))
        .addSubcommand(new SegmentsGcCommand(session))
        .addSubcommand(new SegmentsOrphansCommand(session))
        .addSubcommand(new SegmentsCompactCommand(session))
        .addSubcommand(new SegmentsFsckCommand(session))
        .addSubcommand(new SegmentsScrubCommand(session))
        .addSubcommand(new SegmentsRecoverCommand(session));
  }

  private static String[] exitStatuses() {
    return Arrays.stream(ExitCode.values())
        .map(code -> String.format(Locale.ROOT, "%5d  %s", code.status(), code.meaning()))
        .toArray(String[]::new);
  }

  private static int failed(Throwable e, Session session) {
    session.errors().clearProgress();
    if (session.cancellation().requested() || e instanceof InterruptedException) {
      session.errors().note("cancelled");
      return ExitCode.CANCELLED.status();
    }
    boolean readerLeft = session.console().outDevice() == Console.Device.PIPE;
    if (e instanceof OutputClosedException && readerLeft) {
      return ExitCode.OUTPUT_CLOSED.status();
    }
    return session.errors().report(e).status();
  }

  private static CommandException usage(ParameterException e) {
    String verb = e.getCommandLine().getCommandSpec().qualifiedName();
    String hint = String.format(Locale.ROOT, "'%s --help' shows how", verb);
    List<String> similar =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String remedy =
        similar.isEmpty()
            ? hint
            : String.format(Locale.ROOT, "did you mean %s? %s", String.join(" or ", similar), hint);
    return CommandException.usage(message(e), remedy);
  }

  private static String message(ParameterException e) {
    boolean verbMissing =
        e instanceof UnmatchedArgumentException && e.getCommandLine().getParent() == null;
    return verbMissing
        ? String.format(
            Locale.ROOT,
            "there is no verb or option '%s'",
            ((UnmatchedArgumentException) e).getUnmatched().getFirst())
        : String.valueOf(e.getMessage());
  }

  /**
   * Where the locale is not UTF-8 the JVM loses what it cannot decode; the key would be another.
   */
  private static void requireText(String[] args) {
    for (String arg : args) {
      if (arg.indexOf('\ufffd') >= 0) {
        throw CommandException.usage(
            String.format(Locale.ROOT, "'%s' is not readable text in this locale", arg),
            "write it in UTF-8 and set LC_ALL=C.UTF-8");
      }
    }
  }
}
