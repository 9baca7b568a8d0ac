package io.blocktier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicReference;

/** Standard error: one line for each error, above the progress line. Thread-safe. */
final class ErrorLog {

  private final GlobalOptions options;
  private final boolean debug;
  private final AtomicReference<Progress> progress;

  ErrorLog(Console console, GlobalOptions options, boolean debug) {
    this.options = options;
    this.debug = debug;
    this.progress = new AtomicReference<>(new Progress(console, false, () -> 0, ""));
  }

  /** Prints above this progress line from now on. */
  void above(Progress line) {
    progress.getAndSet(line).clear();
  }

  /** Reports an error and tells which exit status it asks for. */
  ExitCode report(Throwable e) {
    Problem problem = Problems.of(e);
    line(options.json() ? Json.line(problem.json()) : "blocktier: " + problem.line());
    if (debug || options.debug()) {
      line(stackTrace(e));
    }
    return problem.code();
  }

  /** Says something that is no error but belongs on standard error. */
  void note(String text) {
    line("blocktier: " + Problem.plain(text));
  }

  void clearProgress() {
    progress.get().clear();
  }

  private void line(String text) {
    progress.get().interject(text);
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}
