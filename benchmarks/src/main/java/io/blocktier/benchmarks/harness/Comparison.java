package io.blocktier.benchmarks.harness;

import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has contenders take turns: in each cell every one gets a process and a directory of its own, all
 * warm up, and then each does one round after another's, so that what slows the machine down for a
 * while slows down all of them. The last in a round is the first in the next. Whoever fails is out
 * of that cell, and its row says why.
 */
public final class Comparison {

  private final Scenario scenario;
  private final List<Contender> contenders;
  private final CompareOptions options;
  private final Consumer<String> progress;
  private volatile boolean abandoned;

  /**
   * Prepares a comparison.
   *
   * @param scenario what is done
   * @param contenders by whom
   * @param options how
   * @param progress is told what happens
   */
  public Comparison(
      Scenario scenario,
      List<Contender> contenders,
      CompareOptions options,
      Consumer<String> progress) {
    this.scenario = scenario;
    this.contenders = List.copyOf(contenders);
    this.options = options;
    this.progress = progress;
  }

  /**
   * Does one cell, by those who can.
   *
   * @param cell which
   * @return what came of it
   * @throws IOException if the directory cannot be used
   */
  public CellResult run(Cell cell) throws IOException {
    Map<String, Entrant> entrants = new LinkedHashMap<>();
    try {
      for (Contender contender : contenders.stream().filter(it -> it.does(cell)).toList()) {
        entrants.put(contender.name(), new Entrant(trial(cell, contender)));
      }
      for (Entrant entrant : entrants.values()) {
        entrant.attempt(entrant::begin);
      }
      List<Entrant> turns = new ArrayList<>(entrants.values());
      for (int round = 1; round <= options.rounds(); round++) {
        progress.accept(cell + ": round " + round + " of " + options.rounds());
        for (Entrant entrant : turns) {
          entrant.attempt(entrant::round);
        }
        Collections.rotate(turns, 1); // so that nobody is always behind the same one
      }
      for (Entrant entrant : entrants.values()) {
        entrant.attempt(entrant::end);
      }
    } finally {
      for (Entrant entrant : entrants.values()) {
        entrant.leave();
        if (!abandoned) {
          Directories.delete(entrant.trial.directory());
          Directories.delete(entrant.kept);
        }
      }
    }
    return new CellResult(
        cell, entrants.entrySet().stream().map(e -> e.getValue().row(e.getKey())).toList());
  }

  /** Has nothing more begun: the processes are ended, and the directory is deleted, by others. */
  public void abandon() {
    abandoned = true;
  }

  /**
   * Tells whether this was abandoned.
   *
   * @return whether it was
   */
  public boolean isAbandoned() {
    return abandoned;
  }

  private Trial trial(Cell cell, Contender contender) throws IOException {
    Path directory = options.directory().resolve(cell.label() + "-" + contender.name());
    Files.createDirectories(directory);
    return new Trial(
        scenario.name(), contender.name(), cell, directory.toAbsolutePath(), options.seed());
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** A contender in a cell. */
  private final class Entrant {
    private final Trial trial;
    private final Path log;
    private final Path kept;
    private final List<Sample> samples = new ArrayList<>();
    private Optional<WorkerProcess> worker = Optional.empty();
    private Optional<String> failure = Optional.empty();

    Entrant(Trial trial) {
      this.trial = trial;
      this.log = trial.directory().resolveSibling(trial.directory().getFileName() + ".log");
      this.kept = trial.directory().resolveSibling(trial.directory().getFileName() + ".kept");
    }

    void attempt(Step step) throws IOException {
      if (abandoned) {
        throw new InterruptedIOException("the comparison was abandoned");
      }
      if (failure.isPresent()) {
        return;
      }
      try {
        step.run();
      } catch (WorkerFailedException e) {
        if (abandoned) {
          throw e;
        }
        failure = Optional.of(String.valueOf(e.getMessage()));
        samples.clear();
        progress.accept(e.getMessage());
        leave();
      }
    }

    void begin() throws IOException {
      progress.accept(trial.cell() + ": " + trial.contender() + " gets ready");
      WorkerProcess begun = start();
      begun.prepare();
      if (scenario.newProcessEachRound()) {
        part();
        Directories.copy(trial.directory(), kept);
      } else if (options.warmUp().isPositive()) {
        begun.round(options.warmUp());
      }
    }

    void round() throws IOException {
      if (scenario.newProcessEachRound()) {
        Directories.delete(trial.directory()); // the round before has left something else
        Directories.copy(kept, trial.directory());
      }
      WorkerProcess working = worker.isPresent() ? worker.get() : start();
      samples.add(working.round(options.length()));
      if (scenario.newProcessEachRound()) {
        part();
      }
    }

    /** Ends a process whose successor is going to find what it left. */
    private void part() throws IOException {
      if (!scenario.killed(trial.cell())) {
        end();
      }
      leave();
    }

    void end() throws IOException {
      if (worker.isPresent()) {
        worker.get().stop();
      }
    }

    private WorkerProcess start() throws IOException {
      WorkerProcess started = WorkerProcess.start(options.worker(), trial, log);
      worker = Optional.of(started);
      return started;
    }

    void leave() {
      worker.ifPresent(WorkerProcess::close);
      worker = Optional.empty();
    }

    Row row(String name) {
      return new Row(name, samples, failure);
    }
  }
}
