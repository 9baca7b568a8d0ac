package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of the blocks of one command: counts them, prints a JSON line for each, and knows the
 * exit status. Thread-safe.
 */
final class Results {

  /** How many blocks a store may fail in a row from the first on. */
  static final int MOST_VAIN_ATTEMPTS = 10;

  private final Session session;
  private final Progress progress;
  private final boolean single;
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong storeFailures = new AtomicLong();
  private final AtomicInteger failureStatus = new AtomicInteger(ExitCode.OK.status());
  private volatile boolean givenUp;

  /**
   * Starts to count.
   *
   * @param session where to print
   * @param progress the progress line to keep up to date
   * @param single whether this is about one block, so that its line says everything
   */
  Results(Session session, Progress progress, boolean single) {
    this.session = session;
    this.progress = progress;
    this.single = single;
  }

  /** Counts a block that was dealt with. */
  void done(long size, Map<String, Object> json) {
    bytes.addAndGet(size);
    count(1);
    if (session.options().json()) {
      session.out().line(Json.line(json));
    }
  }

  /** Counts blocks of which nothing else is told. */
  void count(long number) {
    blocks.addAndGet(number);
    progress.addBlocks(number);
  }

  /** Reports and counts one that failed; what fails because the run was ended is no news. */
  void failed(Throwable e) {
    if (session.cancellation().requested() || givenUp) {
      return;
    }
    failed.incrementAndGet();
    ExitCode code = session.errors().report(e);
    failureStatus.accumulateAndGet(code.status(), Results::worse);
    if (e instanceof BlockStoreException && code.concernsWholeStore()) {
      storeFailures.incrementAndGet();
    }
  }

  /**
   * Ends the work where it makes no sense to go on: the store failed many blocks and took none.
   *
   * @throws CommandException with the status of those failures
   */
  void requireHope() {
    if (blocks.get() == 0 && storeFailures.get() >= MOST_VAIN_ATTEMPTS) {
      givenUp = true;
      throw new CommandException(
          ExitCode.of(failureStatus.get()),
          String.format(
              Locale.ROOT,
              "given up, because %s failed and none succeeded",
              Units.blocks(failed.get())),
          "see above");
    }
  }

  Progress progress() {
    return progress;
  }

  /** Tells whether there was nothing to be done, and nothing failed. */
  boolean isEmpty() {
    return blocks.get() == 0 && failed.get() == 0;
  }

  /** Ends the work, with a summary: of one block, only where it was done and has no line yet. */
  int finish(String verb) {
    session.errors().clearProgress();
    boolean json = session.options().json();
    boolean told = single && (json || blocks.get() == 0);
    if (!told) {
      session.out().line(json ? Json.line(Map.of("summary", json())) : summary(verb));
    }
    return status();
  }

  /** Ends work whose results went to standard output by themselves. */
  int finishSilently() {
    session.errors().clearProgress();
    return status();
  }

  /** A status of its own tells more than "a part failed" only where nothing succeeded. */
  private int status() {
    boolean partly = failed.get() > 0 && blocks.get() > 0;
    return partly ? ExitCode.FAILED.status() : failureStatus.get();
  }

  private String summary(String verb) {
    String text =
        String.format(
            Locale.ROOT,
            "%s %s, %s in %s",
            verb,
            Units.blocks(blocks.get()),
            Units.bytes(bytes.get()),
            Units.seconds(progress.nanos()));
    String rate = bytes.get() > 0 ? " (" + Units.byteRate(bytes.get(), progress.nanos()) + ")" : "";
    return failed.get() == 0
        ? text + rate
        : text + rate + "; " + Units.count(failed.get()) + " failed";
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("blocks", blocks.get());
    json.put("bytes", bytes.get());
    json.put("failed", failed.get());
    json.put("seconds", Units.round(progress.nanos() / 1e9, 3));
    return json;
  }

  /** Failures of one kind keep their status; of different kinds it is the general one. */
  private static int worse(int before, int now) {
    return before == ExitCode.OK.status() || before == now ? now : ExitCode.FAILED.status();
  }
}
