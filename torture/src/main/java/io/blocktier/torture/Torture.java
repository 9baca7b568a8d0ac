package io.blocktier.torture;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Does harm to caches and stores on this machine, and compares what is left with what was promised.
 * Everything it makes is in a directory of its own, which it removes.
 */
public final class Torture {

  private final TortureOptions options;
  private final Effects effects;

  /**
   * Prepares.
   *
   * @param options what is to be done
   * @param effects clock, randomness and threads
   */
  public Torture(TortureOptions options, Effects effects) {
    this.options = options;
    this.effects = effects;
  }

  /**
   * Runs every lane, one after the other.
   *
   * @param listener hears of each as it ends
   * @return the reports, in the order of the lanes
   * @throws InterruptedException if the thread is interrupted; what was made is removed
   * @throws IOException if the directory cannot be written to
   */
  public List<LaneReport> run(Consumer<LaneReport> listener)
      throws IOException, InterruptedException {
    Budget whole = Budget.of(options.time(), effects.ticker());
    List<LaneReport> reports = new ArrayList<>();
    for (Lane lane : options.lanes()) {
      Budget share = whole.share(options.lanes().size() - reports.size());
      LaneReport report = run(lane, share);
      reports.add(report);
      listener.accept(report);
    }
    return reports;
  }

  private LaneReport run(Lane lane, Budget budget) throws IOException, InterruptedException {
    long begin = effects.ticker().nanos();
    Files.createDirectories(options.directory());
    Path own = Files.createTempDirectory(options.directory(), "blocktier-torture-").toRealPath();
    Tally tally = new Tally();
    LaneReport.Outcome outcome;
    List<String> details;
    try {
      work(lane, new Bench(options, own, effects, budget, tally));
      outcome = tally.isClean() ? LaneReport.Outcome.PASSED : LaneReport.Outcome.FAILED;
      details = tally.findings();
    } catch (SkippedException e) {
      outcome = LaneReport.Outcome.SKIPPED;
      details = List.of(String.valueOf(e.getMessage()));
    } finally {
      Directories.delete(own);
    }
    Duration time = Duration.ofNanos(effects.ticker().nanos() - begin);
    return new LaneReport(lane, outcome, tally.counts(), details, time);
  }

  /** What a lane took it gives back, or that is a finding too. */
  private void work(Lane lane, Bench bench) throws SkippedException, InterruptedException {
    try {
      Resources before = Resources.now();
      of(lane).run(bench);
      before.missing(effects).forEach(bench.tally()::found);
      Leftovers.below(bench.directory()).forEach(bench.tally()::found);
    } catch (IOException e) {
      bench.tally().found("the lane cannot go on: " + e);
    }
  }

  private LaneRun of(Lane lane) {
    return switch (lane) {
      case POWER_CUT ->
          new PowerCutLane(
              List.of(new CacheSubject(effects), new LocalSubject(effects)),
              List.of(false, true),
              PowerCutLane.ENOUGH);
      case KILL -> new KillLane(KillLane.ENOUGH);
      case SYSCALLS -> new SyscallLane();
      case DIFFERENTIAL -> new DifferentialLane(DifferentialLane.ENOUGH);
      case FUZZ -> new FuzzLane(FuzzLane.ENOUGH);
    };
  }
}
