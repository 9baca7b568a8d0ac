package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.fio.Fio;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * fio: a file of each job's own, written and synced: what the disk does for independent writers.
 */
final class FioContender implements Contender {

  private static final long LEAST_BYTES = 1L << 20;

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
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    return new Jobs(WriteCell.of(trial.cell(), trial.directory()));
  }

  /** One run of fio for each round. */
  private record Jobs(WriteCell cell) implements Subject {

    @Override
    public Sample round(Duration length) throws Exception {
      return Fio.run(cell.directory(), Fio.Direction.WRITE, options(), length);
    }

    private List<String> options() {
      long bytes = Math.max(LEAST_BYTES, (long) cell.keysOfWriter() * cell.blockBytes());
      return List.of(
          "--rw=write",
          "--ioengine=sync",
          "--fdatasync=1",
          "--overwrite=1",
          "--bs=" + cell.blockBytes(),
          "--size=" + bytes,
          "--numjobs=" + cell.writers());
    }

    @Override
    public void close() {}
  }
}
