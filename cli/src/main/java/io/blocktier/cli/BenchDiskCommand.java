package io.blocktier.cli;

import io.blocktier.cli.bench.DiskAdvice;
import io.blocktier.cli.bench.DiskExamination;
import io.blocktier.cli.bench.DiskFindings;
import io.blocktier.cli.bench.DiskJudgement;
import io.blocktier.cli.bench.DiskPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a disk. */
@Command(
    name = "disk",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Measure the disk of a directory: whether forced writes can be believed, how long they take,"
          + " what the file system can do, and how fast it reads and writes.",
      "Prints settings of a cache and of segments that suit it. Works in a directory of its own in"
          + " DIR, which it removes. Warnings are findings, not errors."
    },
    footer = {"", "Example: blocktier bench disk /var/lib/blocktier"})
final class BenchDiskCommand implements Callable<Integer> {

  /** How long the steps may take beyond what they were given, until the disk counts as stalled. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int MEASUREMENTS = 7;
  private static final long FAREWELL_SECONDS = 8;
  private static final long USUAL_FILE_BYTES = 256L << 20;
  private static final long LOG_BYTES = 32L << 20;

  private final Session session;

  @Parameters(paramLabel = "DIR", description = "A directory on the disk.")
  private @Nullable Path directory;

  @Option(
      names = "--length",
      paramLabel = "TIME",
      defaultValue = "2s",
      description = "How long each measurement takes, 10ms to 10m (default: ${DEFAULT-VALUE}).")
  private String length = "2s";

  @Option(
      names = "--file-size",
      paramLabel = "SIZE",
      description =
          "How large the file is that is written and read in order, 16MiB to 16GiB (default:"
              + " 256MiB, or less where little is free).")
  private @Nullable String fileSize;

  BenchDiskCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    DiskPlan plan = plan();
    DiskFindings found = examine(plan);
    DiskJudgement judgement = DiskJudgement.of(found);
    DiskReport report = new DiskReport(found, judgement, new DiskAdvice(found, judgement).yaml());
    session.print(String.join("\n", report.lines()), report.json());
    return ExitCode.OK.status();
  }

  private DiskPlan plan() throws IOException {
    Path named = BenchArguments.required(directory);
    if (!Files.exists(named)) {
      throw new CommandException(
          ExitCode.NOT_FOUND, named + ": no such directory", "name one on the disk to be measured");
    }
    if (!Files.isDirectory(named)) {
      throw CommandException.usage(named + " is no directory", "name the directory it is in");
    }
    Duration time = BenchArguments.length(length);
    long usable = Files.getFileStore(named).getUsableSpace();
    long bytes = fileSize == null ? usualFile(usable) : BenchArguments.fileSize(fileSize);
    if (bytes + LOG_BYTES > usable) {
      throw new CommandException(
          ExitCode.OUT_OF_SPACE,
          String.format(
              Locale.ROOT,
              "%s has %s free, of which %s are needed",
              named,
              Units.bytes(usable),
              Units.bytes(bytes + LOG_BYTES)),
          "make room, or take a smaller --file-size");
    }
    return new DiskPlan(named, time, bytes);
  }

  private static long usualFile(long usable) {
    return Math.clamp(usable / 4, DiskPlan.LEAST_FILE_BYTES, USUAL_FILE_BYTES);
  }

  /** A disk that hangs keeps its thread, and not the command. */
  private DiskFindings examine(DiskPlan plan) throws Exception {
    DiskExamination examination =
        new DiskExamination(plan, session.effects(), new BenchProgress(session)::step);
    FutureTask<DiskFindings> task = new FutureTask<>(examination::run);
    session.effects().diskThreads().newThread(task).start();
    Duration patience = plan.length().multipliedBy(MEASUREMENTS).plus(PATIENCE);
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      examination.cancel();
      awaitEnd(task);
      throw e;
    } catch (TimeoutException e) {
      examination.cancel();
      throw new CommandException(
          ExitCode.UNAVAILABLE,
          "the disk of " + plan.directory() + " did not come to an end within " + patience,
          "look at the log of the kernel; a directory blocktier-bench-* may be left there");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : e;
    }
  }

  private static void awaitEnd(FutureTask<?> task) {
    try {
      task.get(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException | ExecutionException e) {
      // It was told to end, and nothing else is left to be told.
    }
  }
}
