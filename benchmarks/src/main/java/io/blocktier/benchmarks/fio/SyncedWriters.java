package io.blocktier.benchmarks.fio;

import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * fio: a file of each job's own, written and synced: what the disk does for independent writers.
 * Immutable.
 */
public final class SyncedWriters implements Contender {

  private static final long LEAST_BYTES = 1L << 20;

  private final Predicate<Cell> cells;
  private final Function<Cell, Jobs> jobs;

  /**
   * Makes it for a scenario.
   *
   * @param cells those that it does
   * @param jobs what it does in a cell
   */
  public SyncedWriters(Predicate<Cell> cells, Function<Cell, Jobs> jobs) {
    this.cells = cells;
    this.jobs = jobs;
  }

  /**
   * What is written.
   *
   * @param writers by how many at a time
   * @param blockBytes what each syncs at a time
   * @param bytesEach how long the file of each is, at least; 1 MiB if that is less
   */
  public record Jobs(int writers, int blockBytes, long bytesEach) {

    private List<String> options() {
      return List.of(
          "--rw=write",
          "--ioengine=sync",
          "--fdatasync=1",
          "--overwrite=1",
          "--bs=" + blockBytes,
          "--size=" + Math.max(LEAST_BYTES, bytesEach),
          "--numjobs=" + writers);
    }
  }

  @Override
  public String name() {
    return "fio";
  }

  @Override
  public String version() {
    return Fio.version();
  }

  @Override
  public String settings() {
    return "rw=write, ioengine=sync, fdatasync=1, a job and a file for each writer, files written"
        + " before (overwrite=1), threads";
  }

  @Override
  public String durability() {
    return "each write synced (fdatasync) in a file of its own";
  }

  @Override
  public Optional<String> absence() {
    return Fio.absence();
  }

  @Override
  public boolean does(Cell cell) {
    return cells.test(cell);
  }

  @Override
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    return new Runs(trial.directory(), jobs.apply(trial.cell()));
  }

  /** One run of fio for each round. */
  private record Runs(Path directory, Jobs jobs) implements Subject {

    @Override
    public Sample round(Duration length) throws Exception {
      return Fio.run(directory, Fio.Direction.WRITE, jobs.options(), length);
    }

    @Override
    public void close() {}
  }
}
