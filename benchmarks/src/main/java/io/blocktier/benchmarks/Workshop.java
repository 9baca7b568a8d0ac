package io.blocktier.benchmarks;

import io.blocktier.benchmarks.harness.CompareOptions;
import io.blocktier.benchmarks.harness.Comparison;
import io.blocktier.benchmarks.harness.Directories;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A directory in which contenders are compared. It goes when they are done, and when the program is
 * interrupted: gigabytes may be there, and workers that write more.
 */
final class Workshop implements AutoCloseable {

  private final Path directory;
  private final PrintStream err;
  private final Comparison comparison;
  private final Thread whenInterrupted;

  /** How comparisons are done in a directory. */
  @FunctionalInterface
  interface Options {
    CompareOptions in(Path directory);
  }

  Workshop(
      Path parent, Scenario scenario, List<Contender> contenders, Options options, PrintStream err)
      throws IOException {
    this.directory = Files.createTempDirectory(parent, "blocktier-bench-");
    this.err = err;
    this.comparison = new Comparison(scenario, contenders, options.in(directory), err::println);
    this.whenInterrupted = Thread.ofPlatform().unstarted(this::abandon);
    Runtime.getRuntime().addShutdownHook(whenInterrupted);
  }

  Path directory() {
    return directory;
  }

  Comparison comparison() {
    return comparison;
  }

  private void abandon() {
    comparison.abandon();
    ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::destroyForcibly)
        .forEach(worker -> worker.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      err.println("blocktier: some of " + directory + " is left: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!comparison.isAbandoned()) {
      Directories.delete(directory);
      Runtime.getRuntime().removeShutdownHook(whenInterrupted);
    }
  }
}
