package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import io.blocktier.config.SealedStack;
import io.blocktier.segments.RecoveredRecord;
import io.blocktier.segments.RecoveryReport;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.manifest.LeftLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings over what a writer had acknowledged that was fenced. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Bring over what the log of a writer has that another one took over from, and no segment:"
          + " each key as the log has it last. What was written or deleted since stays as it is,"
          + " and is told. When all of it is in segments, the log is empty, and can be used again.",
      "Without --log, list the logs that may have something. Doing it again does nothing more.",
      SegmentsWork.TAKES_OVER
    },
    footer = {
      "",
      "Example: blocktier segments recover --config store.yaml --log /mnt/old/log --dry-run"
    })
final class SegmentsRecoverCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--log",
      paramLabel = "DIR",
      description = "The directory of the log, segments.path of who wrote; nobody may have it.")
  private @Nullable Path directory;

  @Option(
      names = "--give-up",
      paramLabel = "ID",
      description = "Wait for this log no more: its disk is gone, or nobody wants what it has.")
  private @Nullable String unwanted;

  @Mixin private SegmentsWork work = new SegmentsWork();

  SegmentsRecoverCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    if (directory != null && unwanted != null) {
      throw CommandException.usage("--log and --give-up contradict each other", "write one");
    }
    if (unwanted != null) {
      return giveUp(unwanted);
    }
    return directory == null ? list() : recover(directory);
  }

  private int list() throws ConfigException, BlockStoreException {
    for (LeftLog log : session.stores().sealedSegments().segments().leftLogs()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("log", log.log());
      json.put("left", Instant.ofEpochMilli(log.sinceMillis()).toString());
      json.put("sequence", log.sequence());
      session.print(
          String.format(
              Locale.ROOT,
              "%s  %,15d  %s",
              Instant.ofEpochMilli(log.sinceMillis()),
              log.sequence(),
              log.log()),
          json);
    }
    return ExitCode.OK.status();
  }

  private int giveUp(String log) throws ConfigException, BlockStoreException {
    if (work.dryRun()) {
      boolean known =
          session.stores().sealedSegments().segments().leftLogs().stream()
              .anyMatch(left -> left.log().equals(log));
      if (!known) {
        throw new CommandException(
            ExitCode.NOT_FOUND,
            String.format(Locale.ROOT, "no log '%s' was left", Problem.plain(log)),
            "'segments recover' lists those there are");
      }
    } else {
      session.stores().segments().giveUpLog(log);
    }
    session.print(
        String.format(Locale.ROOT, "%s log %s", work.verb("given up"), Problem.plain(log)),
        Map.of("given_up", log, "dry_run", work.dryRun()));
    return ExitCode.OK.status();
  }

  private int recover(Path log) throws ConfigException, BlockStoreException {
    RecoveryReport report =
        work.dryRun() ? plan(log) : session.stores().segmentsOfRecords().recover(log, this::print);
    for (String damage : report.damages()) {
      session
          .errors()
          .report(
              new CommandException(
                  ExitCode.CORRUPT,
                  "not all of the log can be read: " + damage,
                  "the rest is brought over; keep the directory, which is left as it is"));
    }
    session.print(
        String.format(
            Locale.ROOT,
            "%s %s; %,d were there already, %,d were written since and stay",
            work.verb("brought over"),
            keys(report.restored()),
            report.there(),
            report.overwritten()),
        Map.of("summary", json(report)));
    return report.damages().isEmpty() ? ExitCode.OK.status() : ExitCode.CORRUPT.status();
  }

  private RecoveryReport plan(Path log) throws ConfigException, BlockStoreException {
    session.stores().requireRecords();
    SealedStack sealed = session.stores().sealedSegments();
    return sealed.segments().recoveryPlan(log, sealed.options(), this::print);
  }

  private static String keys(long number) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? "key" : "keys");
  }

  private Map<String, Object> json(RecoveryReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", report.dryRun());
    json.put("log", report.log());
    json.put("restored", report.restored());
    json.put("there", report.there());
    json.put("overwritten", report.overwritten());
    json.put("damages", report.damages().size());
    return json;
  }

  private void print(RecoveredRecord record) {
    boolean deletion = record.kind() == RecordKind.TOMBSTONE;
    String fate = record.fate().name().toLowerCase(Locale.ROOT);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", record.key().toString());
    json.put("fate", fate);
    json.put("deleted", deletion);
    json.put("bytes", record.bytes());
    session.print(
        String.format(
            Locale.ROOT,
            "%-11s %15s  %s",
            fate,
            deletion ? "deleted" : String.format(Locale.ROOT, "%,d", record.bytes()),
            Problem.plain(record.key().toString())),
        json);
  }
}
