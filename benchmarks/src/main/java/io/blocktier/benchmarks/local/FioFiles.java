package io.blocktier.benchmarks.local;

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
 * fio over one file as large as all blocks together, which is made before.
 *
 * @param direct whether past the page cache
 */
record FioFiles(boolean direct) implements Contender {

  @Override
  public String name() {
    return direct ? "fio-direct" : "fio";
  }

  @Override
  public String version() {
    return Fio.version();
  }

  @Override
  public String settings() {
    return "one file, made before (overwrite=1), one block at a time in order, ioengine=sync,"
        + " fdatasync=1, direct="
        + (direct ? 1 : 0);
  }

  @Override
  public String durability() {
    return "each write synced (fdatasync); written in its place, torn by a power cut";
  }

  @Override
  public Optional<String> absence() {
    return Fio.absence();
  }

  @Override
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    return new Job(LocalCell.of(trial.cell(), trial.directory()), direct);
  }

  /** One run of fio for each round. */
  private record Job(LocalCell cell, boolean direct) implements Subject {

    @Override
    public Sample round(Duration length) throws Exception {
      Fio.Direction direction = cell.writes() ? Fio.Direction.WRITE : Fio.Direction.READ;
      Sample sample = Fio.run(cell.directory(), direction, options(), length);
      return sample.with("megabytes", sample.payloadBytes() / 1e6 / sample.seconds());
    }

    private List<String> options() {
      return List.of(
          "--rw=" + (cell.writes() ? "write" : "read"),
          "--filename=blocks",
          "--ioengine=sync",
          "--fdatasync=1",
          "--overwrite=1",
          "--invalidate=0",
          "--direct=" + (direct ? 1 : 0),
          "--bs=" + cell.blockBytes(),
          "--size=" + (long) cell.blocks() * cell.blockBytes());
    }

    @Override
    public void close() {}
  }
}
